// Answers every request with what of it arrived, as JSON: behind a proxy, that is what the proxy made of it.
// Arguments: the ports to listen on. The host's name and the port are in the answer: they tell the services apart that
// it stands for.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

type seen struct {
	Name    string      `json:"name"`
	Port    string      `json:"port"`
	Method  string      `json:"method"`
	Target  string      `json:"target"`
	Proto   string      `json:"proto"`
	Host    string      `json:"host"`
	Headers http.Header `json:"headers"`
	Bytes   int64       `json:"bytes"`
}

func main() {
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	failed := make(chan error)
	for _, port := range os.Args[1:] {
		// no ServeMux: it would redirect the very paths that are of interest
		server := &http.Server{Addr: ":" + port, Handler: echo(name, port)}
		go func() { failed <- server.ListenAndServe() }()
	}
	log.Fatal(<-failed)
}

func echo(name, port string) http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Upgrade") != "" {
			upgrade(answer)
			return
		}
		bytes, err := io.Copy(io.Discard, request.Body)
		if err != nil {
			log.Printf("%s: %v", request.RequestURI, err)
			return
		}
		answer.Header().Set("Content-Type", "application/json")
		answer.Header().Set("ETag", `"as-it-was"`)
		err = json.NewEncoder(answer).Encode(seen{
			name, port, request.Method, request.RequestURI, request.Proto, request.Host, request.Header, bytes,
		})
		if err != nil {
			log.Printf("%s: %v", request.RequestURI, err)
		}
	})
}

// Changes to another protocol, which is: everything comes back.
func upgrade(answer http.ResponseWriter) {
	connection, buffered, err := http.NewResponseController(answer).Hijack()
	if err != nil {
		log.Printf("upgrade: %v", err)
		return
	}
	defer connection.Close()
	fmt.Fprint(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	if _, err := io.Copy(connection, buffered); err != nil {
		log.Printf("upgrade: %v", err)
	}
}
