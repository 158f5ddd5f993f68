package main

import (
	"net/http"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

type user struct {
	ID            string   `json:"id"`
	Username      string   `json:"username"`
	Email         *string  `json:"email"`
	EmailVerified bool     `json:"emailVerified"`
	FirstName     string   `json:"firstName"`
	LastName      string   `json:"lastName"`
	DisplayName   string   `json:"displayName"`
	IsAdmin       bool     `json:"isAdmin"`
	UserGroupIDs  []string `json:"userGroupIds"`
}

var username = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_.@-]*[a-zA-Z0-9])?$`)

func (u user) check() error {
	bad := func(why string) error { return refuse(http.StatusBadRequest, why) }
	long := func(text string, most int) bool { return utf8.RuneCountInString(text) > most }
	switch {
	case u.ID != "":
		return bad("id is not chosen by the caller")
	case !username.MatchString(u.Username) || long(u.Username, 50):
		return bad("username is invalid")
	case long(u.FirstName, 50), long(u.LastName, 50), long(u.DisplayName, 100):
		return bad("a name is too long")
	}
	if u.Email != nil {
		if parsed, err := mail.ParseAddress(*u.Email); err != nil || parsed.Address != *u.Email {
			return bad("email must be a valid email address")
		}
	}
	return nil
}

func (s *server) addUser(r *http.Request) (int, any, error) {
	var body user
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	if body.UserGroupIDs == nil || len(body.UserGroupIDs) > 0 {
		return 0, nil, refuse(http.StatusBadRequest, "userGroupIds must be an empty list: it knows no groups")
	}
	return s.keep(body)
}

func (s *server) keep(body user) (int, any, error) {
	if err := body.check(); err != nil {
		return 0, nil, err
	}
	for _, each := range s.state.Users {
		if each.Username == body.Username || (body.Email != nil && each.Email != nil && *each.Email == *body.Email) {
			return 0, nil, refuse(http.StatusConflict, "username or email is already in use")
		}
	}
	body.ID = newID()
	s.state.Users[body.ID] = &body
	return http.StatusCreated, body, nil
}

func (s *server) listUsers(r *http.Request) (int, any, error) {
	for name := range r.URL.Query() {
		if name != "search" {
			return 0, nil, refuse(http.StatusBadRequest, "it does not know the parameter "+name)
		}
	}
	found := []*user{}
	for _, each := range s.state.Users {
		if strings.Contains(each.Username, r.URL.Query().Get("search")) {
			found = append(found, each)
		}
	}
	pages := map[string]int{"totalPages": 1, "totalItems": len(found), "currentPage": 1, "itemsPerPage": 20}
	return http.StatusOK, map[string]any{"data": found, "pagination": pages}, nil
}

func (s *server) setupAvailable(_ *http.Request) (int, any, error) {
	if len(s.state.Users) > 0 {
		return 0, nil, refuse(http.StatusNotFound, "Not found")
	}
	return http.StatusNoContent, nil, nil
}

// Open to anybody until somebody is there, as the real one is.
func (s *server) setUp(r *http.Request) (int, any, error) {
	var body struct {
		Username  string  `json:"username"`
		Email     *string `json:"email"`
		FirstName string  `json:"firstName"`
		LastName  string  `json:"lastName"`
	}
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	if len(s.state.Users) > 0 {
		return 0, nil, refuse(http.StatusConflict, "Initial setup has already been completed")
	}
	_, made, err := s.keep(user{
		Username: body.Username, Email: body.Email, FirstName: body.FirstName, LastName: body.LastName,
		DisplayName: strings.TrimSpace(body.FirstName + " " + body.LastName), IsAdmin: true,
	})
	return http.StatusOK, made, err
}

func (s *server) invite(r *http.Request) (int, any, error) {
	id := r.PathValue("id")
	if _, there := s.state.Users[id]; !there {
		return 0, nil, refuse(http.StatusNotFound, "User not found")
	}
	var body struct {
		TTL string `json:"ttl"`
	}
	if err := read(r, &body); err != nil {
		return 0, nil, err
	}
	ttl, err := time.ParseDuration(body.TTL)
	if err != nil || ttl <= time.Second || ttl > 31*24*time.Hour {
		return 0, nil, refuse(http.StatusBadRequest, "ttl is invalid")
	}
	length := 12
	if ttl <= 15*time.Minute {
		length = 6
	}
	token := newToken(length)
	s.state.Logins[hash(token)] = login{User: id, Ends: time.Now().Add(ttl)}
	return http.StatusCreated, map[string]string{"token": token}, nil
}

// What the page behind the link does: once.
func (s *server) enter(r *http.Request) (int, any, error) {
	key := hash(r.PathValue("token"))
	found, there := s.state.Logins[key]
	if !there || time.Now().After(found.Ends) {
		return 0, nil, refuse(http.StatusUnauthorized, "Token is invalid or expired")
	}
	delete(s.state.Logins, key)
	return http.StatusOK, s.state.Users[found.User], nil
}
