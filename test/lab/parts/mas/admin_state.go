package main

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

type account struct {
	id, username                  string
	admin                         bool
	created                       time.Time
	lockedSince, deactivatedSince *time.Time
	passwordSet                   bool
}

type double struct {
	lock             sync.Mutex
	clients          map[string]client
	tokens           map[string]issued
	passwordsEnabled bool
	accounts         []*account
	invitations      []*invitation
}

func newDouble(config *configuration) *double {
	enabled, written := config.section("passwords")["enabled"].(bool)
	return &double{clients: config.clients(), tokens: map[string]issued{}, passwordsEnabled: enabled || !written}
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

var lastMillis int64

// Ids that sort by age: milliseconds, never the same twice, then chance.
func newUlid() string {
	for time.Now().UnixMilli() <= lastMillis {
		time.Sleep(time.Millisecond)
	}
	id := make([]byte, 26)
	random := make([]byte, 16)
	rand.Read(random)
	millis := time.Now().UnixMilli()
	lastMillis = millis
	for i := 9; i >= 0; i-- {
		id[i] = crockford[millis&31]
		millis >>= 5
	}
	for i, value := range random {
		id[10+i] = crockford[value&31]
	}
	return string(id)
}

func rfc3339(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func (a *account) resource() map[string]any {
	return resource("user", a.id, "/users/"+a.id, map[string]any{
		"username": a.username, "created_at": rfc3339(&a.created), "locked_at": rfc3339(a.lockedSince),
		"deactivated_at": rfc3339(a.deactivatedSince), "admin": a.admin, "legacy_guest": false,
	})
}

func resource(kind, id, path string, attributes map[string]any) map[string]any {
	return map[string]any{
		"type": kind, "id": id, "attributes": attributes, "links": map[string]any{"self": adminBase + path},
	}
}

func single(status int, of map[string]any, path string) (int, any, *refusal) {
	return status, map[string]any{"data": of, "links": map[string]any{"self": path}}, nil
}

// Ten a page unless told, as MAS has it; `all` is sorted by id.
func page(all []map[string]any, in asked) (int, any, *refusal) {
	meta := map[string]any{"count": len(all)}
	count := in.query.Get("count")
	if count == "only" {
		return 200, map[string]any{"meta": meta, "links": map[string]any{"self": in.path + "?count=only"}}, nil
	}
	between := []map[string]any{}
	for _, each := range all {
		id := each["id"].(string)
		if after := in.query.Get("page[after]"); after != "" && id <= after {
			continue
		}
		if before := in.query.Get("page[before]"); before != "" && id >= before {
			continue
		}
		each["meta"] = map[string]any{"page": map[string]any{"cursor": id}}
		between = append(between, each)
	}
	size := 10
	backward := in.query.Has("page[last]")
	if text := in.query.Get("page[first]") + in.query.Get("page[last]"); text != "" {
		size, _ = strconv.Atoi(text)
	}
	shown := between
	if len(between) > size && backward {
		shown = between[len(between)-size:]
	} else if len(between) > size {
		shown = between[:size]
	}
	links := map[string]any{"self": fmt.Sprintf("%s?page[first]=%d", in.path, size)}
	if len(shown) < len(between) && !backward {
		links["next"] = fmt.Sprintf("%s?page[after]=%s&page[first]=%d", in.path, shown[len(shown)-1]["id"], size)
	}
	answer := map[string]any{"data": shown, "links": links}
	if count != "false" {
		answer["meta"] = meta
	}
	return 200, answer, nil
}

func (d *double) listUsers(in asked) (int, any, *refusal) {
	found := []map[string]any{}
	for _, each := range d.accounts {
		active := each.lockedSince == nil && each.deactivatedSince == nil
		state := map[string]bool{"": true, "active": active, "locked": !active, "deactivated": each.deactivatedSince != nil}
		admin := in.query.Get("filter[admin]")
		if state[in.query.Get("filter[status]")] && strings.Contains(each.username, in.query.Get("filter[search]")) &&
			(admin == "" || (admin == "true") == each.admin) {
			found = append(found, each.resource())
		}
	}
	return page(found, in)
}

var usernameForm = regexp.MustCompile(`^[a-z0-9=./+-][a-z0-9=_./+-]{0,254}$`)
var onlyDigits = regexp.MustCompile(`^[0-9]+$`)

func (d *double) addUser(in asked) (int, any, *refusal) {
	username := in.body["username"].(string)
	for _, each := range d.accounts {
		if each.username == username {
			return 0, nil, refuse(409, "User already exists")
		}
	}
	if !usernameForm.MatchString(username) {
		return 0, nil, refuse(400, "Username is not valid")
	}
	// Synapse keeps numbers for guests
	if onlyDigits.MatchString(username) && in.body["skip_homeserver_check"] != true {
		return 0, nil, refuse(409, "Username is reserved by the homeserver")
	}
	made := &account{id: newUlid(), username: username, created: time.Now()}
	d.accounts = append(d.accounts, made)
	return single(201, made.resource(), in.path+"/"+made.id)
}

func (d *double) find(id string) (*account, *refusal) {
	for _, each := range d.accounts {
		if each.id == id {
			return each, nil
		}
	}
	return nil, refuse(404, "User ID %s not found", id)
}

func (d *double) change(in asked, how func(*account)) (int, any, *refusal) {
	found, no := d.find(in.in)
	if no != nil {
		return 0, nil, no
	}
	how(found)
	return single(200, found.resource(), in.path)
}

func now() *time.Time { at := time.Now(); return &at }

func (d *double) getUser(in asked) (int, any, *refusal) { return d.change(in, func(*account) {}) }

func (d *double) userByName(in asked) (int, any, *refusal) {
	for _, each := range d.accounts {
		if each.username == in.in {
			return single(200, each.resource(), in.path)
		}
	}
	return 0, nil, refuse(404, "User with username %q not found", in.in)
}

// MAS weighs how easily a password is guessed (zxcvbn); the double refuses short ones and those of few different letters.
func (d *double) setPassword(in asked) (int, any, *refusal) {
	if !d.passwordsEnabled {
		return 0, nil, refuse(403, "Password auth is disabled")
	}
	found, no := d.find(in.in)
	if no != nil {
		return 0, nil, no
	}
	password := in.body["password"].(string)
	different := map[rune]bool{}
	for _, letter := range password {
		different[letter] = true
	}
	if in.body["skip_password_check"] != true && (len(password) < 10 || len(different) < 5) {
		return 0, nil, refuse(400, "Password is too weak")
	}
	found.passwordSet = true
	return 204, nil, nil
}

func (d *double) setAdmin(in asked) (int, any, *refusal) {
	return d.change(in, func(a *account) { a.admin = in.body["admin"].(bool) })
}

func (d *double) deactivate(in asked) (int, any, *refusal) {
	return d.change(in, func(a *account) {
		if a.deactivatedSince == nil {
			a.deactivatedSince = now()
		}
	})
}

func (d *double) reactivate(in asked) (int, any, *refusal) {
	return d.change(in, func(a *account) { a.deactivatedSince = nil })
}

func (d *double) lockUser(in asked) (int, any, *refusal) {
	return d.change(in, func(a *account) {
		if a.lockedSince == nil {
			a.lockedSince = now()
		}
	})
}

func (d *double) unlockUser(in asked) (int, any, *refusal) {
	return d.change(in, func(a *account) { a.lockedSince = nil })
}

// Nobody signs in here: there are no sessions, and nobody gave an e-mail address.
func (d *double) listNothing(in asked) (int, any, *refusal) {
	if id := in.query.Get("filter[user]"); id != "" {
		if _, no := d.find(id); no != nil {
			return 0, nil, no
		}
	}
	return page(nil, in)
}

func (d *double) noSession(in asked) (int, any, *refusal) {
	return 0, nil, refuse(404, "Session with ID %s not found", in.in)
}
