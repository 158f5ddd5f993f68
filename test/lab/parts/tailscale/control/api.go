package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"tailscale.com/tailcfg"
	"tailscale.com/types/key"
)

// The lab's own door, beside what nodes ask: all of it JSON, under /lab/.
func (t *tailnet) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /lab/nodes", func(w http.ResponseWriter, _ *http.Request) { answer(w, t.nodes()) })
	mux.HandleFunc("GET /lab/settings", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, t.change(func(*Settings) {}))
	})
	mux.HandleFunc("PATCH /lab/settings", t.patchSettings)
	mux.HandleFunc("POST /lab/reset", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, t.change(func(settings *Settings) { *settings = usual() }))
	})
	// {"url": …}: the person opens the link that the machine showed.
	mux.HandleFunc("POST /lab/sign-in", t.signIn)
	mux.HandleFunc("POST /lab/approve", func(w http.ResponseWriter, _ *http.Request) { answer(w, t.approve()) })
	// {"at": "2030-01-02T03:04:05Z"}, or {} for never.
	mux.HandleFunc("POST /lab/expire", t.expireKeys)
	// {"name": …}: another machine of that name is in the tailnet.
	mux.HandleFunc("POST /lab/other", t.addOther)
	mux.HandleFunc("/derp", t.serveRelay)
	mux.HandleFunc("/derp/", t.serveRelay)
	// testcontrol ends the program at what it does not know; a browser's or a curious client's path is no reason.
	mux.HandleFunc("/", http.NotFound)
	for _, path := range []string{"/key", "/ts2021", "/generate_204", "/machine/"} {
		mux.Handle(path, t.control)
	}
	return mux
}

type nodeView struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Hostname   string    `json:"hostname"`
	Tags       []string  `json:"tags"`
	Authorized bool      `json:"authorized"`
	Expiry     time.Time `json:"expiry"`
	Addresses  []string  `json:"addresses"`
}

func (t *tailnet) nodes() []nodeView {
	views := []nodeView{}
	for _, node := range t.members() {
		view := nodeView{ID: string(node.StableID), Name: node.Name, Tags: node.Tags, Authorized: node.MachineAuthorized, Expiry: node.KeyExpiry}
		if node.Hostinfo.Valid() {
			view.Hostname = node.Hostinfo.Hostname()
		}
		for _, address := range node.Addresses {
			view.Addresses = append(view.Addresses, address.Addr().String())
		}
		views = append(views, view)
	}
	return views
}

func (t *tailnet) patchSettings(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var wrong error
	settings := t.change(func(settings *Settings) {
		changed := *settings
		if wrong = json.Unmarshal(body, &changed); wrong == nil {
			*settings = changed
		}
	})
	if wrong != nil {
		http.Error(w, wrong.Error(), http.StatusBadRequest)
		return
	}
	answer(w, settings)
}

func (t *tailnet) signIn(w http.ResponseWriter, r *http.Request) {
	var body struct{ URL string }
	if !read(w, r, &body) {
		return
	}
	if !t.control.CompleteAuth(body.URL) {
		http.Error(w, "no machine waits at "+body.URL, http.StatusNotFound)
		return
	}
	answer(w, struct{}{})
}

func (t *tailnet) approve() []string {
	approved := []string{}
	for _, node := range t.members() {
		if !node.MachineAuthorized {
			base := t.control.BaseURL()
			t.control.CompleteDeviceApproval(base, base+"/admin", &node.Key)
			approved = append(approved, node.Name)
		}
	}
	return approved
}

func (t *tailnet) expireKeys(w http.ResponseWriter, r *http.Request) {
	var body struct{ At time.Time }
	if !read(w, r, &body) {
		return
	}
	t.expire(body.At)
	answer(w, t.nodes())
}

func (t *tailnet) addOther(w http.ResponseWriter, r *http.Request) {
	var body struct{ Name string }
	if !read(w, r, &body) {
		return
	}
	number := len(t.control.AllNodes()) + 1000
	address := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 65, byte(number >> 8), byte(number)}), 32)
	node := &tailcfg.Node{
		ID:                tailcfg.NodeID(number),
		StableID:          tailcfg.StableNodeID(fmt.Sprintf("TESTCTRL%08x", number)),
		Name:              body.Name + "." + t.domain + ".",
		User:              123,
		Key:               key.NewNode().Public(),
		Machine:           key.NewMachine().Public(),
		DiscoKey:          key.NewDisco().Public(),
		MachineAuthorized: true,
		Addresses:         []netip.Prefix{address},
		AllowedIPs:        []netip.Prefix{address},
		Hostinfo:          (&tailcfg.Hostinfo{Hostname: body.Name}).View(),
	}
	t.mu.Lock()
	t.names[node.Key] = body.Name
	t.mu.Unlock()
	t.control.UpdateNode(node)
	answer(w, t.nodes())
}

// What `tailscale funnel` and `tailscale serve` ask when the capability is missing. The sentences and links are those
// of Tailscale's service as people have quoted them; it is the program's way with them that is real here.
func (t *tailnet) featureQuery(w http.ResponseWriter, r *http.Request) {
	var request tailcfg.QueryFeatureRequest
	if !read(w, r, &request) {
		return
	}
	t.mu.Lock()
	settings := t.settings
	t.mu.Unlock()
	node := t.control.Node(request.NodeKey)
	if node == nil || !slices.Contains([]string{"funnel", "serve"}, request.Feature) {
		http.Error(w, "unknown node or feature", http.StatusBadRequest)
		return
	}
	if settings.Unknown {
		http.NotFound(w, r)
		return
	}
	complete := settings.Complete || settings.HTTPS && (request.Feature == "serve" || settings.Funnel)
	name := strings.ToUpper(request.Feature[:1]) + request.Feature[1:]
	answer(w, tailcfg.QueryFeatureResponse{
		Complete:   complete,
		Text:       name + " is not enabled on your tailnet.\nTo enable, visit:",
		URL:        fmt.Sprintf("https://login.tailscale.com/f/%s?node=%s", request.Feature, node.StableID),
		ShouldWait: settings.Wait,
	})
}

func (t *tailnet) serveRelay(w http.ResponseWriter, r *http.Request) {
	if t.relay == nil {
		http.NotFound(w, r)
		return
	}
	t.relay.ServeHTTP(w, r)
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(into)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}
