package main

import (
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
)

func (s *server) discovery(_ *http.Request) (int, any, error) {
	base := s.settings.appURL
	return http.StatusOK, map[string]any{
		"issuer": base, "authorization_endpoint": base + "/authorize", "token_endpoint": base + "/api/oidc/token",
		"userinfo_endpoint": base + "/api/oidc/userinfo", "jwks_uri": base + "/.well-known/jwks.json",
		"scopes_supported":                      []string{"openid", "profile", "email", "groups", "offline_access"},
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":      []string{"plain", "S256"},
	}, nil
}

func (s *server) keys(_ *http.Request) (int, any, error) {
	encode := base64.RawURLEncoding.EncodeToString
	public := s.state.key.PublicKey
	return http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "double",
		"n": encode(public.N.Bytes()), "e": encode(big.NewInt(int64(public.E)).Bytes()),
	}}}, nil
}

// It gives nobody a code, so none is ever right; which client asks is looked at first.
func (s *server) token(r *http.Request) (int, any, error) {
	no := func(status int, why string) (int, any, error) { return status, map[string]string{"error": why}, nil }
	if err := r.ParseForm(); err != nil {
		return no(http.StatusBadRequest, "invalid_request")
	}
	id, secret, given := r.BasicAuth()
	id, first := url.QueryUnescape(id)
	secret, second := url.QueryUnescape(secret)
	known, there := s.state.Clients[id]
	if !given || first != nil || second != nil || !there || !known.accepts(secret) {
		return no(http.StatusUnauthorized, "invalid_client")
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		return no(http.StatusBadRequest, "unsupported_grant_type")
	}
	return no(http.StatusBadRequest, "invalid_grant")
}
