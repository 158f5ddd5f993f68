package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

type section = map[string]any

type configuration struct{ root section }

type listener struct {
	addresses []string
	resources []string
}

// Later files override earlier ones, section by section.
func load(paths []string) (*configuration, error) {
	root := section{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var part section
		if err := yaml.Unmarshal(text, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		merge(root, part)
	}
	return &configuration{root}, nil
}

func merge(into, from section) {
	for key, value := range from {
		inner, isSection := value.(section)
		existing, wasSection := into[key].(section)
		if isSection && wasSection {
			merge(existing, inner)
		} else {
			into[key] = value
		}
	}
}

// Every file that the configuration names must be readable by the user that MAS runs as.
func (c *configuration) readNamedFiles() error { return readFiles(c.root, "") }

func readFiles(value any, where string) error {
	switch value := value.(type) {
	case section:
		keys := make([]string, 0, len(value))
		for key := range value {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			path, isText := value[key].(string)
			if isText && strings.HasSuffix(key, "_file") {
				if _, err := os.ReadFile(path); err != nil {
					return fmt.Errorf("%s%s: %w", where, key, err)
				}
				continue
			}
			if isText && key == "keys_dir" {
				if err := readFolder(path); err != nil {
					return fmt.Errorf("%s%s: %w", where, key, err)
				}
			}
			if err := readFiles(value[key], where+key+"."); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range value {
			if err := readFiles(item, where); err != nil {
				return err
			}
		}
	}
	return nil
}

func readFolder(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		if _, err := os.ReadFile(path + "/" + entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (c *configuration) section(name string) section {
	found, _ := c.root[name].(section)
	return found
}

func (c *configuration) publicBase() string {
	base, _ := c.section("http")["public_base"].(string)
	if base == "" {
		base = "http://localhost:8080/"
	}
	return strings.TrimSuffix(base, "/") + "/"
}

func (c *configuration) listeners() []listener {
	written, _ := c.section("http")["listeners"].([]any)
	var found []listener
	for _, item := range written {
		entry, _ := item.(section)
		found = append(found, listener{addresses: bindAddresses(entry["binds"]), resources: resourceNames(entry["resources"])})
	}
	if len(found) == 0 {
		found = []listener{
			{[]string{"[::]:8080"}, []string{"discovery"}},
			{[]string{"127.0.0.1:8081"}, []string{"health"}},
		}
	}
	return found
}

func bindAddresses(binds any) []string {
	var addresses []string
	items, _ := binds.([]any)
	for _, item := range items {
		bind, _ := item.(section)
		if address, ok := bind["address"].(string); ok {
			addresses = append(addresses, address)
		} else if port, ok := bind["port"].(int); ok {
			host, _ := bind["host"].(string)
			addresses = append(addresses, net.JoinHostPort(host, strconv.Itoa(port)))
		}
	}
	return addresses
}

func resourceNames(resources any) []string {
	var names []string
	items, _ := resources.([]any)
	for _, item := range items {
		resource, _ := item.(section)
		if name, ok := resource["name"].(string); ok {
			names = append(names, name)
		}
	}
	return names
}

// Empty for a socket, which is not waited for.
func (c *configuration) databaseAddress() string {
	database := c.section("database")
	host, _ := database["host"].(string)
	port := "5432"
	if number, ok := database["port"].(int); ok {
		port = strconv.Itoa(number)
	}
	if uri, ok := database["uri"].(string); ok {
		parsed, err := url.Parse(uri)
		if err != nil {
			return ""
		}
		host = parsed.Hostname()
		if parsed.Port() != "" {
			port = parsed.Port()
		}
	}
	if host == "" || strings.HasPrefix(host, "/") {
		return ""
	}
	return net.JoinHostPort(host, port)
}
