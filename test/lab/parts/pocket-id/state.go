package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

type secret struct {
	ID     string
	SHA256 string
	Prefix string
	Made   time.Time
}

type client struct {
	Settings clientSettings
	Secrets  []secret
}

type login struct {
	User string
	Ends time.Time
}

// Everything that a restart must not lose.
type kept struct {
	Clients map[string]*client
	Users   map[string]*user
	Logins  map[string]login
	Key     []byte
}

type state struct {
	kept
	mutex sync.Mutex
	path  string
	key   *rsa.PrivateKey
}

func openState(folder string) (*state, error) {
	s := &state{path: filepath.Join(folder, "double.json")}
	text, err := os.ReadFile(s.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		s.kept = kept{Clients: map[string]*client{}, Users: map[string]*user{}, Logins: map[string]login{}}
		if s.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, err
		}
		s.Key = x509.MarshalPKCS1PrivateKey(s.key)
		return s, s.save()
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(text, &s.kept); err != nil {
		return nil, fmt.Errorf("%s: %w", s.path, err)
	}
	s.key, err = x509.ParsePKCS1PrivateKey(s.Key)
	return s, err
}

func (s *state) save() error {
	text, err := json.Marshal(s.kept)
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(s.path+".new", s.path)
}

func newID() string {
	b := make([]byte, 16)
	rand.Read(b)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func newToken(length int) string {
	b := make([]byte, length)
	rand.Read(b)
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}
