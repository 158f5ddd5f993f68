// The requests that the double takes; the tests compare this table with MAS's own description where that is at hand.
package main

import (
	"encoding/json"
	"os"
)

type route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	// Kind of each parameter.
	Query map[string]string `json:"query"`
	// Kind of each field; nil where no body is taken.
	Body            map[string]string `json:"body"`
	Required        []string          `json:"required"`
	BodyMayBeAbsent bool              `json:"bodyMayBeAbsent"`
	// What it may answer, besides refusing what the table does not allow.
	Statuses []int `json:"statuses"`
	answer   func(*double, asked) (int, any, *refusal)
}

func paged(more map[string]string) map[string]string {
	all := map[string]string{
		"page[before]": "ulid", "page[after]": "ulid", "page[first]": "positive", "page[last]": "positive",
		"count": "enum:true,false,only",
	}
	for name, kind := range more {
		all[name] = kind
	}
	return all
}

func act(path string, statuses []int, answer func(*double, asked) (int, any, *refusal)) route {
	return route{Method: "POST", Path: path, Statuses: statuses, answer: answer}
}

// Filled when the program starts: the answers themselves look into it.
var table []route

func init() {
	sessions := paged(map[string]string{"filter[user]": "ulid", "filter[status]": "enum:active,finished"})
	table = []route{
		{Method: "GET", Path: "/users", Statuses: []int{200}, answer: (*double).listUsers, Query: paged(map[string]string{
			"filter[admin]": "boolean", "filter[search]": "string", "filter[status]": "enum:active,locked,deactivated",
		})},
		{Method: "POST", Path: "/users", Statuses: []int{201, 400, 409}, answer: (*double).addUser,
			Body:     map[string]string{"username": "string", "skip_homeserver_check": "boolean", "displayname": "string|null", "avatar_url": "string|null"},
			Required: []string{"username"}},
		{Method: "GET", Path: "/users/{id}", Statuses: []int{200, 404}, answer: (*double).getUser},
		{Method: "GET", Path: "/users/by-username/{username}", Statuses: []int{200, 404}, answer: (*double).userByName},
		{Method: "POST", Path: "/users/{id}/set-password", Statuses: []int{204, 400, 403, 404}, answer: (*double).setPassword,
			Body: map[string]string{"password": "string", "skip_password_check": "boolean|null"}, Required: []string{"password"}},
		{Method: "POST", Path: "/users/{id}/set-admin", Statuses: []int{200, 404}, answer: (*double).setAdmin,
			Body: map[string]string{"admin": "boolean"}, Required: []string{"admin"}},
		{Method: "POST", Path: "/users/{id}/deactivate", Statuses: []int{200, 404}, answer: (*double).deactivate,
			Body: map[string]string{"skip_erase": "boolean"}, BodyMayBeAbsent: true},
		act("/users/{id}/reactivate", []int{200, 404}, (*double).reactivate),
		act("/users/{id}/lock", []int{200, 404}, (*double).lockUser),
		act("/users/{id}/unlock", []int{200, 404}, (*double).unlockUser),
		{Method: "GET", Path: "/user-emails", Statuses: []int{200, 404}, answer: (*double).listNothing,
			Query: paged(map[string]string{"filter[user]": "ulid", "filter[email]": "string"})},
		{Method: "GET", Path: "/user-sessions", Statuses: []int{200, 404}, Query: sessions, answer: (*double).listNothing},
		{Method: "GET", Path: "/oauth2-sessions", Statuses: []int{200, 404}, Query: sessions, answer: (*double).listNothing},
		{Method: "GET", Path: "/compat-sessions", Statuses: []int{200, 404}, Query: sessions, answer: (*double).listNothing},
		act("/user-sessions/{id}/finish", []int{404}, (*double).noSession),
		act("/oauth2-sessions/{id}/finish", []int{404}, (*double).noSession),
		act("/compat-sessions/{id}/finish", []int{404}, (*double).noSession),
		{Method: "GET", Path: "/user-registration-tokens", Statuses: []int{200}, answer: (*double).listTokens, Query: paged(map[string]string{
			"filter[used]": "boolean", "filter[revoked]": "boolean", "filter[expired]": "boolean", "filter[valid]": "boolean",
		})},
		{Method: "POST", Path: "/user-registration-tokens", Statuses: []int{201}, answer: (*double).addToken,
			Body: map[string]string{"token": "string|null", "usage_limit": "uint32|null", "expires_at": "date-time|null"}},
		act("/user-registration-tokens/{id}/revoke", []int{200, 400, 404}, (*double).revokeToken),
		act("/user-registration-tokens/{id}/unrevoke", []int{200, 400, 404}, (*double).unrevokeToken),
	}
}

func printAdminTable() {
	writer := json.NewEncoder(os.Stdout)
	writer.SetIndent("", " ")
	writer.Encode(table)
}
