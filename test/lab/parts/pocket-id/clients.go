package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Pointers are keys that a body must have.
type clientSettings struct {
	Name                     *string      `json:"name"`
	Description              string       `json:"description"`
	CallbackURLs             []string     `json:"callbackURLs"`
	LogoutCallbackURLs       []string     `json:"logoutCallbackURLs"`
	IsPublic                 *bool        `json:"isPublic"`
	PkceEnabled              *bool        `json:"pkceEnabled"`
	RequiresReauthentication bool         `json:"requiresReauthentication"`
	SkipConsent              *bool        `json:"skipConsent"`
	LaunchURL                *string      `json:"launchURL"`
	IsGroupRestricted        *bool        `json:"isGroupRestricted"`
	Credentials              *credentials `json:"credentials"`
}

type credentials struct {
	FederatedIdentities *[]struct{} `json:"federatedIdentities"`
}

type newClient struct {
	ID string `json:"id"`
	clientSettings
}

var clientID = regexp.MustCompile(`^[a-zA-Z0-9._-]{2,128}$`)

func (c clientSettings) check() error {
	bad := func(why string) error { return refuse(http.StatusBadRequest, why) }
	switch {
	case c.Name == nil || *c.Name == "" || utf8.RuneCountInString(*c.Name) > 50:
		return bad("name must have 1 to 50 characters")
	case utf8.RuneCountInString(c.Description) > 150:
		return bad("description is too long")
	case c.IsPublic == nil, c.PkceEnabled == nil, c.SkipConsent == nil, c.IsGroupRestricted == nil:
		return bad("isPublic, pkceEnabled, skipConsent and isGroupRestricted are needed")
	case c.Credentials == nil || c.Credentials.FederatedIdentities == nil || len(*c.Credentials.FederatedIdentities) > 0:
		return bad("credentials.federatedIdentities must be an empty list")
	case len(c.CallbackURLs) == 0 || c.LogoutCallbackURLs == nil:
		return bad("callbackURLs and logoutCallbackURLs are needed")
	}
	for _, each := range append(append([]string{}, c.CallbackURLs...), c.LogoutCallbackURLs...) {
		parsed, err := url.Parse(each)
		if err != nil || parsed.Scheme != "https" || parsed.Host == "" || strings.ContainsAny(each, "*# ") {
			return bad("a callback URL must be one https address without a pattern: " + each)
		}
	}
	if c.LaunchURL != nil {
		if parsed, err := url.Parse(*c.LaunchURL); err != nil || parsed.Host == "" {
			return bad("launchURL must be a valid URL")
		}
	}
	return nil
}

func (s *server) find(r *http.Request) (string, *client, error) {
	id := r.PathValue("id")
	found, there := s.state.Clients[id]
	if !there {
		return id, nil, refuse(http.StatusNotFound, "OIDC client not found")
	}
	return id, found, nil
}

func (s *server) getClient(r *http.Request) (int, any, error) {
	id, found, err := s.find(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, view(id, found), nil
}

func (s *server) addClient(r *http.Request) (int, any, error) {
	var body newClient
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	if !clientID.MatchString(body.ID) {
		return 0, nil, refuse(http.StatusBadRequest, "id is invalid")
	}
	if err := body.check(); err != nil {
		return 0, nil, err
	}
	if _, there := s.state.Clients[body.ID]; there {
		return 0, nil, refuse(http.StatusConflict, "client_id_already_exists")
	}
	made := &client{Settings: body.clientSettings}
	s.state.Clients[body.ID] = made
	return http.StatusCreated, view(body.ID, made), nil
}

func (s *server) changeClient(r *http.Request) (int, any, error) {
	id, found, err := s.find(r)
	if err != nil {
		return 0, nil, err
	}
	var body clientSettings
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	if err := body.check(); err != nil {
		return 0, nil, err
	}
	found.Settings = body
	return http.StatusOK, view(id, found), nil
}

func view(id string, c *client) map[string]any {
	secrets := []map[string]any{}
	for _, each := range c.Secrets {
		secrets = append(secrets, viewSecret(each))
	}
	set := c.Settings
	return map[string]any{
		"id": id, "name": set.Name, "description": set.Description, "hasLogo": false, "hasDarkLogo": false,
		"launchURL": set.LaunchURL, "requiresReauthentication": set.RequiresReauthentication, "clientType": "manual",
		"callbackURLs": set.CallbackURLs, "logoutCallbackURLs": set.LogoutCallbackURLs, "isPublic": set.IsPublic,
		"pkceEnabled": set.PkceEnabled, "requiresPushedAuthorizationRequests": false, "skipConsent": set.SkipConsent,
		"credentials": map[string]any{"secrets": secrets}, "isGroupRestricted": set.IsGroupRestricted,
		"accessTokenDurationMinutes": 60, "refreshTokenDurationMinutes": 43200, "allowedUserGroups": []string{},
	}
}

func viewSecret(s secret) map[string]any {
	return map[string]any{"id": s.ID, "prefix": s.Prefix, "createdAt": s.Made, "expiresAt": nil, "isActive": true}
}

func (s *server) addSecret(r *http.Request) (int, any, error) {
	_, found, err := s.find(r)
	if err != nil {
		return 0, nil, err
	}
	var body struct {
		Secret string `json:"secret"`
	}
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	printable := strings.IndexFunc(body.Secret, func(c rune) bool { return c < 0x20 || c > 0x7e }) < 0
	if len(body.Secret) < 16 || !printable {
		return 0, nil, refuse(http.StatusBadRequest, "secret must have 16 printable characters or more")
	}
	if *found.Settings.IsPublic || len(found.Secrets) >= 20 {
		return 0, nil, refuse(http.StatusBadRequest, "a public client has no secret, and no client more than 20")
	}
	made := secret{ID: newID(), SHA256: hash(body.Secret), Prefix: body.Secret[:4], Made: time.Now().UTC()}
	found.Secrets = append(found.Secrets, made)
	answer := viewSecret(made)
	answer["secret"] = body.Secret
	return http.StatusCreated, answer, nil
}

func (s *server) removeSecret(r *http.Request) (int, any, error) {
	_, found, err := s.find(r)
	if err != nil {
		return 0, nil, err
	}
	for index, each := range found.Secrets {
		if each.ID == r.PathValue("secret") {
			found.Secrets = append(found.Secrets[:index], found.Secrets[index+1:]...)
			return http.StatusNoContent, nil, nil
		}
	}
	return 0, nil, refuse(http.StatusNotFound, "Client secret not found")
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (c *client) accepts(text string) bool {
	for _, each := range c.Secrets {
		if subtle.ConstantTimeCompare([]byte(each.SHA256), []byte(hash(text))) == 1 {
			return true
		}
	}
	return false
}
