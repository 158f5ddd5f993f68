package main

import (
	"encoding/json"
	"errors"
	"os"

	"tailscale.com/tailcfg"
)

// writeRecord puts the challenge of a certificate into the lab's DNS, beside what tests wrote there
// (test/lab/internet/names.mjs has the file's form).
func writeRecord(file string, request *tailcfg.SetDNSRequest) error {
	if file == "" {
		return errors.New("this control server has no DNS")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	names := map[string]map[string]any{}
	if err := json.Unmarshal(text, &names); err != nil {
		return err
	}
	names[request.Name] = map[string]any{request.Type: []string{request.Value}}
	if text, err = json.Marshal(names); err != nil {
		return err
	}
	// Aside and renamed: the name server reads at any time.
	if err := os.WriteFile(file+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
