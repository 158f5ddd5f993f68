// The double of MAS's Admin API: it takes exactly the requests of admin_table.go and refuses all others, more strictly than
// MAS, which ignores unknown fields. Accounts and invitations are kept in memory: a restart of the container forgets them.
// Nothing that it answers is evidence about MAS, and each answer says so in its header. It shows one thing only: that what
// Bramble sends is what the description of the API allows.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const adminBase = "/api/admin/v1"

type refusal struct {
	status int
	title  string
}

func refuse(status int, format string, values ...any) *refusal {
	return &refusal{status, fmt.Sprintf(format, values...)}
}

// A request that the table allows: values of the query and of the body as they were sent, the id or name of its path.
type asked struct {
	in    string
	query url.Values
	body  map[string]any
	path  string
}

func (d *double) serveAdmin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-bramble-stand-in", "MAS")
	status, answer, no := d.admin(r)
	if no != nil {
		status, answer = no.status, map[string]any{"errors": []any{map[string]any{"title": no.title}}}
	}
	if answer == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("content-type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

func (d *double) admin(r *http.Request) (int, any, *refusal) {
	if no := d.authorise(r); no != nil {
		return 0, nil, no
	}
	known := false
	for _, each := range table {
		in, matches := matchPath(adminBase+each.Path, r.URL.EscapedPath())
		if !matches {
			continue
		}
		known = true
		if each.Method != r.Method {
			continue
		}
		if strings.Contains(each.Path, "{id}") && !fits("ulid", in) {
			return 0, nil, refuse(400, "Invalid ULID in path")
		}
		query, no := checkQuery(each, r.URL.RawQuery)
		if no != nil {
			return 0, nil, no
		}
		body, no := checkBody(each, r)
		if no != nil {
			return 0, nil, no
		}
		d.lock.Lock()
		defer d.lock.Unlock()
		return each.answer(d, asked{in, query, body, r.URL.Path})
	}
	if known {
		return 0, nil, refuse(405, "The stand-in: %s is not among the methods of this path", r.Method)
	}
	return 0, nil, refuse(404, "The stand-in: no such path")
}

// The pattern has at most one part in braces.
func matchPath(pattern, path string) (string, bool) {
	wanted, given := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return "", false
	}
	in := ""
	for i, part := range wanted {
		if strings.HasPrefix(part, "{") {
			value, err := url.PathUnescape(given[i])
			if err != nil || value == "" {
				return "", false
			}
			in = value
		} else if part != given[i] {
			return "", false
		}
	}
	return in, true
}

func checkQuery(of route, raw string) (url.Values, *refusal) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, refuse(400, "The stand-in: the query cannot be read")
	}
	for name, values := range query {
		kind, ok := of.Query[name]
		if !ok {
			return nil, refuse(400, "The stand-in: %s is no parameter of %s %s", name, of.Method, of.Path)
		}
		if len(values) != 1 || !fits(kind, values[0]) {
			return nil, refuse(400, "The stand-in: %s is not one %s", name, kind)
		}
	}
	if query.Has("page[first]") && query.Has("page[last]") {
		return nil, refuse(400, "Cannot specify both `page[first]` and `page[last]` parameters")
	}
	return query, nil
}

func checkBody(of route, r *http.Request) (map[string]any, *refusal) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return nil, refuse(400, "The stand-in: the body cannot be read")
	}
	if of.Body == nil {
		if len(raw) > 0 {
			return nil, refuse(400, "The stand-in: %s %s takes no body", of.Method, of.Path)
		}
		return nil, nil
	}
	if len(raw) == 0 && of.BodyMayBeAbsent {
		return map[string]any{}, nil
	}
	if kind := r.Header.Get("content-type"); kind != "application/json" {
		return nil, refuse(415, "The stand-in: the body is %q and not JSON", kind)
	}
	body := map[string]any{}
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, refuse(400, "The stand-in: the body is no JSON object")
	}
	for name, value := range body {
		kind, ok := of.Body[name]
		if !ok {
			return nil, refuse(422, "The stand-in: %s is no field of %s %s", name, of.Method, of.Path)
		}
		if !fitsJSON(kind, value) {
			return nil, refuse(422, "The stand-in: %s is no %s", name, kind)
		}
	}
	for _, name := range of.Required {
		if _, ok := body[name]; !ok {
			return nil, refuse(422, "The stand-in: %s is missing", name)
		}
	}
	return body, nil
}

var ulidForm = regexp.MustCompile(`^[0-7][0-9A-HJKMNP-TV-Z]{25}$`)

// Whether a text of a query or a path is of a kind.
func fits(kind, text string) bool {
	switch kind {
	case "string":
		return true
	case "ulid":
		return ulidForm.MatchString(text)
	case "boolean":
		return text == "true" || text == "false"
	case "positive":
		number, err := strconv.ParseUint(text, 10, 32)
		return err == nil && number > 0
	case "date-time":
		_, err := time.Parse(time.RFC3339, text)
		return err == nil
	}
	if choices, isEnum := strings.CutPrefix(kind, "enum:"); isEnum {
		return slices.Contains(strings.Split(choices, ","), text)
	}
	panic("no such kind: " + kind)
}

func fitsJSON(kind string, value any) bool {
	kind, mayBeNull := strings.CutSuffix(kind, "|null")
	switch value := value.(type) {
	case nil:
		return mayBeNull
	case string:
		return kind == "string" || kind == "date-time" && fits(kind, value)
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "uint32" && value >= 0 && value == float64(uint32(value))
	}
	return false
}
