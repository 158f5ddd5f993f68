package main

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

type client struct {
	secret string
	// Whether it is among policy.data.admin_clients.
	mayAdminister bool
}

type issued struct {
	scope string
	ends  time.Time
}

func (c *configuration) clients() map[string]client {
	data, _ := c.section("policy")["data"].(section)
	admins, _ := data["admin_clients"].([]any)
	written, _ := c.root["clients"].([]any)
	found := map[string]client{}
	for _, item := range written {
		entry, _ := item.(section)
		id, _ := entry["client_id"].(string)
		secret, _ := entry["client_secret"].(string)
		if path, ok := entry["client_secret_file"].(string); ok {
			// it was readable when the program started
			text, _ := os.ReadFile(path)
			secret = strings.TrimSpace(string(text))
		}
		if entry["client_auth_method"] == "client_secret_basic" && secret != "" {
			found[id] = client{secret, slices.Contains(admins, any(id))}
		}
	}
	return found
}

// Seconds that a token is good for; MAS's are good for five minutes, a test may want less.
func tokenSeconds() int {
	if seconds, err := strconv.Atoi(os.Getenv("BRAMBLE_STAND_IN_TOKEN_SECONDS")); err == nil {
		return seconds
	}
	return 300
}

// Client credentials by Basic authentication only: nobody signs in here.
func (d *double) serveToken(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-bramble-stand-in", "MAS")
	w.Header().Set("content-type", "application/json")
	no := func(status int, code string) {
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": "said by the lab's stand-in for MAS"})
	}
	if r.Method != http.MethodPost {
		no(405, "invalid_request")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	if err := r.ParseForm(); err != nil || r.URL.RawQuery != "" {
		no(400, "invalid_request")
		return
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		no(400, "unsupported_grant_type")
		return
	}
	// both parts are form-encoded before they are joined (RFC 6749, 2.3.1)
	givenId, givenSecret, _ := r.BasicAuth()
	id, errId := url.QueryUnescape(givenId)
	secret, errSecret := url.QueryUnescape(givenSecret)
	known, ok := d.clients[id]
	if errId != nil || errSecret != nil || !ok || subtle.ConstantTimeCompare([]byte(known.secret), []byte(secret)) != 1 {
		no(401, "invalid_client")
		return
	}
	scope := r.PostForm.Get("scope")
	if scope != "" && (scope != "urn:mas:admin" || !known.mayAdminister) {
		no(403, "invalid_scope")
		return
	}
	random := make([]byte, 16)
	rand.Read(random)
	value := "mat_" + hex.EncodeToString(random)
	seconds := tokenSeconds()
	d.lock.Lock()
	d.tokens[value] = issued{scope, time.Now().Add(time.Duration(seconds) * time.Second)}
	d.lock.Unlock()
	json.NewEncoder(w).Encode(map[string]any{
		"access_token": value, "token_type": "Bearer", "expires_in": seconds, "scope": scope,
	})
}

func (d *double) authorise(r *http.Request) *refusal {
	header := r.Header.Get("authorization")
	if header == "" {
		return refuse(400, "Missing authorization header")
	}
	value, isBearer := strings.CutPrefix(header, "Bearer ")
	if !isBearer {
		return refuse(400, "Invalid authorization header")
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	token, ok := d.tokens[value]
	switch {
	case !ok:
		return refuse(401, "Unknown access token")
	case time.Now().After(token.ends):
		return refuse(401, "Access token expired")
	case token.scope != "urn:mas:admin":
		return refuse(401, "Missing urn:mas:admin scope")
	}
	return nil
}
