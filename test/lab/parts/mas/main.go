// A stand-in for the Matrix Authentication Service, for the lab. It reads a MAS configuration just far enough to fail
// where the real one would for reasons of this machine: a file it may not read, a database it cannot reach.
// It signs nobody in. Its Admin API is a strict double (admin.go).
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("stand-in for MAS: ")
	paths, words := splitArguments(os.Args[1:])
	command := "server"
	if len(words) > 0 {
		command = strings.Join(words, " ")
	}
	switch command {
	case "server":
		serve(mustLoad(paths))
	case "config check":
		mustLoad(paths)
		log.Print("the configuration can be read (the stand-in checks no more than that)")
	case "--admin-table":
		printAdminTable()
	case "--version":
		fmt.Println("mas-cli stand-in")
	default:
		log.Fatalf("'%s' is not among the few commands that the stand-in has: server, config check", command)
	}
}

// The real program takes --config several times, on either side of the command, or MAS_CONFIG.
func splitArguments(arguments []string) (paths, words []string) {
	for i := 0; i < len(arguments); i++ {
		argument := arguments[i]
		switch {
		case (argument == "--config" || argument == "-c") && i+1 < len(arguments):
			i++
			paths = append(paths, arguments[i])
		case strings.HasPrefix(argument, "--config="):
			paths = append(paths, strings.TrimPrefix(argument, "--config="))
		case strings.HasPrefix(argument, "--no-"): // of `server`
		default:
			words = append(words, argument)
		}
	}
	if len(paths) == 0 {
		if named := os.Getenv("MAS_CONFIG"); named != "" {
			paths = strings.Split(named, ":")
		} else {
			paths = []string{"config.yaml"}
		}
	}
	return paths, words
}

func mustLoad(paths []string) *configuration {
	loaded, err := load(paths)
	if err != nil {
		log.Fatal(err)
	}
	return loaded
}

func serve(config *configuration) {
	if err := config.readNamedFiles(); err != nil {
		log.Fatal(err)
	}
	waitForDatabase(config.databaseAddress())
	admin := newDouble(config)
	failures := make(chan error)
	for _, each := range config.listeners() {
		for _, address := range each.addresses {
			socket, err := net.Listen("tcp", address)
			if err != nil {
				log.Fatal(err)
			}
			log.Printf("listening on %s for %s", address, strings.Join(each.resources, ", "))
			go func(each listener) { failures <- answer(socket, each, config.publicBase(), admin) }(each)
		}
	}
	log.Fatal(<-failures)
}

func waitForDatabase(address string) {
	for attempt := 1; address != ""; attempt++ {
		connection, err := net.DialTimeout("tcp", address, 3*time.Second)
		if err == nil {
			connection.Close()
			return
		}
		if attempt == 10 {
			log.Fatalf("the database cannot be reached: %v", err)
		}
		log.Printf("waiting for the database: %v", err)
		time.Sleep(time.Second)
	}
}
