package main

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"tailscale.com/derp/derpserver"
	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

// Settings is what an owner of a tailnet decides in the console, and what else the lab can make true.
type Settings struct {
	// SignIn: a new machine gets a link, instead of being let in.
	SignIn bool `json:"signIn"`
	// AuthKey, if set: only who brings it is let in; everybody else hears "invalid authkey".
	AuthKey string `json:"authKey"`
	// DeviceApproval: a new machine waits for an administrator after its sign-in.
	DeviceApproval bool `json:"deviceApproval"`
	// HTTPS: certificates are turned on for the tailnet.
	HTTPS bool `json:"https"`
	// Funnel: the node attribute.
	Funnel bool `json:"funnel"`
	// Ports of Funnel as in the capability, `443,8443,10000`; none if empty.
	Ports string `json:"ports"`
	// Wait is the answer's ShouldWait when a feature that is off is asked for.
	Wait bool `json:"wait"`
	// Complete: that question is answered with "it is on" whatever is granted, so that the program's own checks speak.
	Complete bool `json:"complete"`
	// Unknown: that question is unknown, as to control servers that are not Tailscale's.
	Unknown bool `json:"unknown"`
}

func usual() Settings {
	return Settings{SignIn: true, HTTPS: true, Funnel: true, Ports: "443,8443,10000", Wait: true}
}

type tailnet struct {
	control  *testcontrol.Server
	domain   string
	relay    http.Handler
	mu       sync.Mutex // over settings, names and granted
	settings Settings
	names    map[key.NodePublic]string // of nodes that came as far as the tailnet: the hostname that the name was made from
	granted  map[key.NodePublic]string // the capabilities last sent
}

func newTailnet(base, domain, relay, names string) *tailnet {
	t := &tailnet{domain: domain, names: map[key.NodePublic]string{}, granted: map[key.NodePublic]string{}}
	t.control = &testcontrol.Server{
		ExplicitBaseURL:         base,
		AllNodesSameUser:        true,
		DefaultNodeCapabilities: &tailcfg.NodeCapMap{},
		TagOwners:               map[string][]string{"tag:server": {"tag:server"}},
		DERPMap:                 t.relayMap(relay),
		OnSetDNS:                func(request *tailcfg.SetDNSRequest) error { return writeRecord(names, request) },
		// Before and after each request of a node: its name and its capabilities are Tailscale's service's, not the node's.
		HoldMapRequest: func(request *tailcfg.MapRequest) func() {
			t.settle(request.NodeKey)
			return func() { t.settle(request.NodeKey) }
		},
	}
	// testcontrol makes this table at the first sign-in; another machine may be in the tailnet before.
	*field[map[key.NodePublic]*tailcfg.Node](t.control, "nodes") = map[key.NodePublic]*tailcfg.Node{}
	mux := insideMux(t.control)
	mux.HandleFunc("POST /machine/feature/query", t.featureQuery)
	// What real nodes send and testcontrol has no answer for; unanswered, it ends the program.
	mux.HandleFunc("POST /machine/audit-log", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	t.change(func(settings *Settings) { *settings = usual() })
	return t
}

func (t *tailnet) relayMap(address string) *tailcfg.DERPMap {
	regions := map[int]*tailcfg.DERPRegion{}
	if host, port, err := net.SplitHostPort(address); err == nil {
		number, _ := strconv.Atoi(port)
		t.relay = derpserver.Handler(derpserver.New(key.NewNode(), logger.Discard))
		regions[900] = &tailcfg.DERPRegion{RegionID: 900, RegionCode: "lab", RegionName: "The lab", Nodes: []*tailcfg.DERPNode{
			{Name: "900a", RegionID: 900, HostName: host, DERPPort: number, STUNPort: -1},
		}}
	}
	return &tailcfg.DERPMap{OmitDefaultRegions: true, Regions: regions}
}

// change alters the settings and tells every node at once.
func (t *tailnet) change(alter func(*Settings)) Settings {
	t.mu.Lock()
	alter(&t.settings)
	settings := t.settings
	t.mu.Unlock()
	lock := lockOf(t.control)
	lock.Lock()
	t.control.RequireAuth = settings.SignIn
	t.control.RequireAuthKey = settings.AuthKey
	t.control.RequireMachineAuth = settings.DeviceApproval
	lock.Unlock()
	for _, node := range t.members() {
		t.settle(node.Key)
	}
	return settings
}

// members are the nodes that came as far as the tailnet: testcontrol also keeps those whose sign-in was never finished.
func (t *tailnet) members() (members []*tailcfg.Node) {
	for _, node := range t.control.AllNodes() {
		t.mu.Lock()
		_, came := t.names[node.Key]
		t.mu.Unlock()
		if came {
			members = append(members, node)
		}
	}
	return members
}

// The names of certificates are the same for all nodes: the lab has one real one, the last that asked.
func (t *tailnet) setDNS(name string) {
	dns := &tailcfg.DNSConfig{Proxied: true, Domains: []string{t.domain}}
	if t.settings.HTTPS {
		dns.CertDomains = []string{strings.TrimSuffix(name, ".")}
	}
	lock := lockOf(t.control)
	lock.Lock()
	defer lock.Unlock()
	t.control.DNSConfig = dns
}

// settle gives a node the name that its hostname leads to, and the capabilities that the settings lead to.
func (t *tailnet) settle(nodeKey key.NodePublic) {
	t.mu.Lock()
	defer t.mu.Unlock()
	node := t.control.Node(nodeKey)
	if node == nil || !node.Hostinfo.Valid() {
		return
	}
	if host := node.Hostinfo.Hostname(); t.names[nodeKey] != host {
		t.names[nodeKey] = host
		node.Name = t.freeName(node, host) + "." + t.domain + "."
		t.control.UpdateNode(node)
	}
	capabilities := t.settings.capabilities()
	if mark := fmt.Sprint(node.Name, capabilities); t.granted[nodeKey] != mark {
		t.granted[nodeKey] = mark
		t.setDNS(node.Name)
		t.control.SetNodeCapMap(nodeKey, capabilities)
	}
}

// freeName: a name that another machine has gets a number, as Tailscale gives it.
func (t *tailnet) freeName(self *tailcfg.Node, host string) string {
	host = strings.ToLower(host)
	taken := map[string]bool{}
	for _, other := range t.control.AllNodes() {
		if _, came := t.names[other.Key]; came && other.Machine != self.Machine {
			taken[strings.TrimSuffix(other.Name, "."+t.domain+".")] = true
		}
	}
	name := host
	for number := 1; taken[name]; number++ {
		name = fmt.Sprintf("%s-%d", host, number)
	}
	return name
}

func (s Settings) capabilities() tailcfg.NodeCapMap {
	capabilities := tailcfg.NodeCapMap{
		tailcfg.CapabilityFileSharing:        nil,
		"https://tailscale.com/cap/is-admin": nil,
		tailcfg.CapabilitySSH:                nil,
	}
	if s.HTTPS {
		capabilities[tailcfg.CapabilityHTTPS] = nil
	}
	if s.Funnel {
		capabilities[tailcfg.NodeAttrFunnel] = nil
	}
	if s.Ports != "" {
		capabilities[tailcfg.CapabilityFunnelPorts+tailcfg.NodeCapability("?ports="+s.Ports)] = nil
	}
	return capabilities
}

// expire sets the time at which all keys end; the zero time is never.
func (t *tailnet) expire(at time.Time) {
	for _, node := range t.members() {
		node.KeyExpiry = at
		node.Expired = !at.IsZero() && at.Before(time.Now())
		t.control.UpdateNode(node)
	}
}
