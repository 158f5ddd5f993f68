package main

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"unsafe"

	"tailscale.com/tstest/integration/testcontrol"
)

// What testcontrol keeps to itself and a lab must have: the table of what it answers inside the encrypted channel, and
// the lock over the settings that it reads for every answer. Both are fields of testcontrol.Server v1.102.3.

func field[T any](server *testcontrol.Server, name string) *T {
	value := reflect.ValueOf(server).Elem().FieldByName(name)
	if !value.IsValid() || value.Type() != reflect.TypeFor[T]() {
		panic("testcontrol.Server has no " + name + " as of v1.102.3")
	}
	return (*T)(unsafe.Pointer(value.UnsafeAddr()))
}

// The table is made at the first request, so one is asked.
func insideMux(server *testcontrol.Server) *http.ServeMux {
	server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/generate_204", nil))
	return *field[*http.ServeMux](server, "mux")
}

func lockOf(server *testcontrol.Server) *sync.Mutex { return field[sync.Mutex](server, "mu") }
