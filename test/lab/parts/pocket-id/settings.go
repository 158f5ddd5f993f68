package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
)

type settings struct {
	appURL string
	apiKey string
}

// What every container has, and what Pocket ID reads of what Bramble sets; a name that is in neither list is a mistake.
var (
	ofContainers = []string{"PATH", "HOME", "HOSTNAME", "TERM", "APP_ENV"}
	switches     = map[string][]string{
		"ALLOW_INSECURE_CALLBACK_URLS": {"true", "false"},
		"ANALYTICS_DISABLED":           {"true", "false"},
		"VERSION_CHECK_DISABLED":       {"true", "false"},
		"UI_CONFIG_DISABLED":           {"true", "false"},
		"ALLOW_OWN_ACCOUNT_EDIT":       {"true", "false"},
		"REQUIRE_USER_EMAIL":           {"true", "false"},
		"EMAILS_VERIFIED":              {"true", "false"},
		"ALLOW_USER_SIGNUPS":           {"disabled", "withToken", "open"},
	}
	texts = []string{"APP_URL", "APP_NAME", "ENCRYPTION_KEY_FILE", "STATIC_API_KEY_FILE", "TRUST_PROXY", "PUID", "PGID"}
)

func readSettings(environment []string) (*settings, error) {
	given := map[string]string{}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		given[name] = value
	}
	for name, value := range given {
		allowed, isSwitch := switches[name]
		switch {
		case isSwitch && !slices.Contains(allowed, value):
			return nil, fmt.Errorf("%s must be one of %s, and is '%s'", name, strings.Join(allowed, ", "), value)
		case !isSwitch && !slices.Contains(texts, name) && !slices.Contains(ofContainers, name):
			return nil, fmt.Errorf("there is no setting %s", name)
		}
	}
	if err := checkAppURL(given["APP_URL"]); err != nil {
		return nil, err
	}
	if err := checkProxies(given["TRUST_PROXY"]); err != nil {
		return nil, err
	}
	encryption, err := os.ReadFile(given["ENCRYPTION_KEY_FILE"])
	if err != nil {
		return nil, fmt.Errorf("ENCRYPTION_KEY_FILE: %w", err)
	}
	if len(encryption) < 16 {
		return nil, fmt.Errorf("ENCRYPTION_KEY must be at least 16 bytes long")
	}
	if strings.ContainsAny(string(encryption), "\r\n") {
		return nil, fmt.Errorf("ENCRYPTION_KEY_FILE is taken byte for byte, and holds a line break")
	}
	key, err := os.ReadFile(given["STATIC_API_KEY_FILE"])
	if err != nil {
		return nil, fmt.Errorf("STATIC_API_KEY_FILE: %w", err)
	}
	apiKey := strings.TrimSpace(string(key))
	if len(apiKey) < 16 {
		return nil, fmt.Errorf("when set, STATIC_API_KEY must be at least 16 characters long")
	}
	return &settings{appURL: given["APP_URL"], apiKey: apiKey}, nil
}

// The real one lower-cases it and takes slashes off its end; whoever relies on that gets another issuer than they wrote.
func checkAppURL(text string) error {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" {
		return fmt.Errorf("APP_URL is not a valid https URL: '%s'", text)
	}
	if parsed.Path != "" || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.User != nil {
		return fmt.Errorf("APP_URL must not contain a path: '%s'", text)
	}
	if text != strings.ToLower(text) {
		return fmt.Errorf("APP_URL must be lower-case: '%s'", text)
	}
	return nil
}

func checkProxies(text string) error {
	if text == "" || text == "true" || text == "false" {
		return nil
	}
	for _, proxy := range strings.Split(text, ",") {
		if _, _, err := net.ParseCIDR(strings.TrimSpace(proxy)); err != nil && net.ParseIP(strings.TrimSpace(proxy)) == nil {
			return fmt.Errorf("TRUST_PROXY: '%s' is no address", proxy)
		}
	}
	return nil
}
