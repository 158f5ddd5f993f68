package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net/http"
)

type server struct {
	settings *settings
	state    *state
}

// What a handler says instead of an answer.
type refusal struct {
	status int
	why    string
}

func (r refusal) Error() string { return r.why }

func refuse(status int, why string) error { return refusal{status, why} }

type handler func(r *http.Request) (int, any, error)

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	add := func(pattern string, handle handler) { mux.Handle(pattern, s.answer(handle)) }
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	add("GET /.well-known/openid-configuration", s.discovery)
	add("GET /.well-known/jwks.json", s.keys)
	add("POST /api/oidc/token", s.token)
	add("GET /api/signup/setup", s.setupAvailable)
	add("POST /api/signup/setup", s.setUp)
	add("POST /api/one-time-access-token/{token}", s.enter)
	add("GET /api/oidc/clients/{id}", s.admin(s.getClient))
	add("POST /api/oidc/clients", s.admin(s.addClient))
	add("PUT /api/oidc/clients/{id}", s.admin(s.changeClient))
	add("POST /api/oidc/clients/{id}/secrets", s.admin(s.addSecret))
	add("DELETE /api/oidc/clients/{id}/secrets/{secret}", s.admin(s.removeSecret))
	add("GET /api/users", s.admin(s.listUsers))
	add("POST /api/users", s.admin(s.addUser))
	add("POST /api/users/{id}/one-time-access-token", s.admin(s.invite))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		log.Printf("refused: %s %s is not among its calls", r.Method, r.URL.Path)
		write(w, http.StatusNotFound, map[string]string{"error": "Not found"})
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Bramble-Stand-In", "pocket-id double")
		mux.ServeHTTP(w, r)
	})
}

// One request at a time; whatever was changed is kept before it is answered.
func (s *server) answer(handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.state.mutex.Lock()
		defer s.state.mutex.Unlock()
		status, body, err := handle(r)
		if err == nil && r.Method != http.MethodGet {
			err = s.state.save()
		}
		var refused refusal
		switch {
		case errors.As(err, &refused):
			log.Printf("refused: %s %s: %d %s", r.Method, r.URL.Path, refused.status, refused.why)
			write(w, refused.status, map[string]string{"error": refused.why})
		case err != nil:
			log.Printf("trouble: %s %s: %v", r.Method, r.URL.Path, err)
			write(w, http.StatusInternalServerError, map[string]string{"error": "Something went wrong"})
		default:
			write(w, status, body)
		}
	})
}

func write(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func (s *server) admin(handle handler) handler {
	return func(r *http.Request) (int, any, error) {
		key := r.Header.Get("X-API-KEY")
		if subtle.ConstantTimeCompare([]byte(key), []byte(s.settings.apiKey)) != 1 {
			return 0, nil, refuse(http.StatusUnauthorized, "You are not signed in")
		}
		return handle(r)
	}
}

// A body of the right type, with no other keys, and nothing behind it.
func read(r *http.Request, into any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return refuse(http.StatusBadRequest, "Content-Type must be application/json")
	}
	decoder := json.NewDecoder(io.LimitReader(r.Body, 1<<16))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return refuse(http.StatusBadRequest, "Request body is invalid: "+err.Error())
	}
	if decoder.More() {
		return refuse(http.StatusBadRequest, "Request body is invalid: something follows it")
	}
	return nil
}
