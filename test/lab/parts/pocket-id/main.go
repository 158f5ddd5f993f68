// The pocket-id double: it takes the calls that set Pocket ID up, exactly as they are documented, and refuses everything
// else. Nothing that it answers is evidence about Pocket ID; what it proves is that Bramble sends nothing but those calls.
package main

import (
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

const address = ":1411"

func main() {
	log.SetFlags(0)
	log.SetPrefix("pocket-id double: ")
	if len(os.Args) == 2 && os.Args[1] == "healthcheck" {
		os.Exit(healthcheck())
	}
	if len(os.Args) > 1 {
		log.Fatalf("'%s' is not among its commands: healthcheck", strings.Join(os.Args[1:], " "))
	}
	settings, err := readSettings(os.Environ())
	if err != nil {
		log.Fatal(err)
	}
	state, err := openState("/app/data")
	if err != nil {
		log.Fatal(err)
	}
	server := &server{settings: settings, state: state}
	log.Printf("listening on %s as %s", address, settings.appURL)
	log.Fatal(http.ListenAndServe(address, server.handler()))
}

func healthcheck() int {
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get("http://localhost" + address + "/healthz")
	if err != nil {
		log.Print(err)
		return 1
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent {
		log.Printf("unexpected status %d", answer.StatusCode)
		return 1
	}
	return 0
}
