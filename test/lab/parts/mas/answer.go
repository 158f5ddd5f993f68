package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
)

func answer(socket net.Listener, of listener, publicBase string, admin *double) error {
	mux := http.NewServeMux()
	if slices.Contains(of.resources, "health") {
		mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	}
	if slices.Contains(of.resources, "discovery") {
		mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("content-type", "application/json")
			w.Header().Set("access-control-allow-origin", "*")
			json.NewEncoder(w).Encode(discovery(publicBase))
		})
	}
	if slices.Contains(of.resources, "oauth") {
		mux.HandleFunc("/oauth2/token", admin.serveToken)
	}
	if slices.Contains(of.resources, "adminapi") {
		mux.HandleFunc(adminBase+"/", admin.serveAdmin)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("x-bramble-stand-in", "MAS")
		w.WriteHeader(http.StatusNotImplemented)
		fmt.Fprintf(w, "This is the lab's stand-in for MAS. It does not answer %s.\n", r.URL.Path)
	})
	return http.Serve(socket, mux)
}

// What Synapse and clients insist on finding; the addresses that it names are all answered with 501.
func discovery(base string) map[string]any {
	return map[string]any{
		"issuer":                                base,
		"authorization_endpoint":                base + "authorize",
		"token_endpoint":                        base + "oauth2/token",
		"jwks_uri":                              base + "oauth2/keys.json",
		"registration_endpoint":                 base + "oauth2/registration",
		"introspection_endpoint":                base + "oauth2/introspect",
		"revocation_endpoint":                   base + "oauth2/revoke",
		"userinfo_endpoint":                     base + "oauth2/userinfo",
		"device_authorization_endpoint":         base + "oauth2/device",
		"account_management_uri":                base + "account/",
		"scopes_supported":                      []string{"openid", "email"},
		"response_types_supported":              []string{"code"},
		"response_modes_supported":              []string{"form_post", "query", "fragment"},
		"grant_types_supported":                 []string{"authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post", "none"},
		"code_challenge_methods_supported":      []string{"plain", "S256"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"org.bramble.stand-in":                  true,
	}
}
