// A control server for the lab over Tailscale's own testcontrol: real tailscaled programs sign in to it, and it grants
// or withholds what Tailscale's own service grants by its console. It has no relays for Funnel, so what is served is never
// reached from outside by it.
package main

import (
	"crypto/tls"
	"flag"
	"log"
	"net"
	"net/http"
)

func main() {
	plain := flag.String("http", "127.0.0.1:9911", "address for HTTP")
	secure := flag.String("https", "", "address for HTTPS, with -certificate and -key; none if empty")
	certificate := flag.String("certificate", "", "PEM file")
	key := flag.String("key", "", "PEM file")
	base := flag.String("base", "", "URL that sign-in links begin with; the HTTP address if empty")
	domain := flag.String("domain", "tail1a2b3c.ts.net", "the tailnet's DNS name")
	relay := flag.String("relay", "", "HOST:PORT under which -https is reached as a DERP relay; none if empty")
	names := flag.String("names", "", "file of the lab's DNS, into which the challenges of certificates are written; none if empty")
	flag.Parse()
	if *base == "" {
		*base = "http://" + *plain
	}
	tailnet := newTailnet(*base, *domain, *relay, *names)
	server := &http.Server{Handler: tailnet.handler()}
	listen := func(address string) net.Listener {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			log.Fatal(err)
		}
		log.Printf("listening on %s", listener.Addr())
		return listener
	}
	if *secure != "" {
		// Sign-in and relay connections are upgraded, which HTTP/2 cannot be.
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
		listener := listen(*secure)
		go func() { log.Fatal(server.ServeTLS(listener, *certificate, *key)) }()
	}
	log.Fatal(server.Serve(listen(*plain)))
}
