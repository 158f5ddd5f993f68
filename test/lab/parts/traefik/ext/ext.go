// Package ext is empty here: Traefik’s own module keeps it beside itself, where no dependency can reach it.
package ext

// HTTP adds nothing.
type HTTP struct{}

// Router adds nothing.
type Router struct{}
