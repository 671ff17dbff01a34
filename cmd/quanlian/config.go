package main

import (
	"cmp"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"quanlian/adapter/unified"
	"quanlian/api"
	"quanlian/base/errs"
	"quanlian/demo"
)

// config is the one configuration of a server. Every field has a working zero
// value but the database; unknown keys refuse to start.
type config struct {
	Addr     string `yaml:"addr"`      // address to serve, default :8080
	Database string `yaml:"database"`  // sqlite:PATH or postgres://…
	Dir      string `yaml:"dir"`       // where files lie, default ./var
	CityCode string `yaml:"city_code"` // prefix of case numbers, default the city's
	Secure   bool   `yaml:"secure"`    // served over TLS, here or at the proxy
	// Keys is the directory of the keys that sign the log, made by "quanlian
	// keys new"; a process without the role log may have a file of the public ones.
	Keys string `yaml:"keys"`
	// FormerKeys is a file of public keys of logs that this city ended: receipts
	// of theirs still count as its own.
	FormerKeys string `yaml:"former_keys"`
	// SignRoots is a PEM file with the certificates of the authorities whose
	// electronic signatures count; "" for none but those of the fakes.
	SignRoots string `yaml:"sign_roots"`
	// Catalogue says which city's items apply, and what lies over them.
	Catalogue catalogueConfig `yaml:"catalogue"`
	// TrustedProxies are the addresses of our own proxies, as 10.0.0.0/8 or
	// 192.0.2.1: of what comes from them, X-Forwarded-For names the client by whom
	// limits count. Nobody by default.
	TrustedProxies []string `yaml:"trusted_proxies"`
	// FakeParties lets fakes answer for bank and office: demo and trials only.
	FakeParties bool `yaml:"fake_parties"`
	// CustodyBank is the party whose people see the custody accounts and the
	// instructions to them; with fakes it is the bank of the demo.
	CustodyBank string `yaml:"custody_bank"`
	// Scanner is the ClamAV daemon, host:port, that looks at what is put in; "fake"
	// knows only the test sign; "" looks at nothing.
	Scanner string `yaml:"scanner"`
	// APILimits say how often the API may be asked, default api.DefaultLimits.
	APILimits api.Limits `yaml:"api_limits"`
	// PublicURL is the address of the pages as the world sees them, for mails and
	// for the codes on papers; the variable QUANLIAN_PUBLIC_URL goes before it.
	PublicURL string     `yaml:"public_url"`
	Mail      mailConfig `yaml:"mail"`
	// IdentityProviders are the outside providers by which one may log in, by
	// OpenID Connect; none where the list is empty.
	IdentityProviders []unified.Config `yaml:"identity_providers"`
	// IPCScheme is the wording of the classification, a tab-separated table of
	// symbol, level, title: it helps to suggest classes; "" for none.
	IPCScheme string `yaml:"ipc_scheme"`
	// Poll is how often workers look when nobody woke them, default 500ms.
	Poll time.Duration `yaml:"poll"`

	proxies []netip.Prefix // TrustedProxies, read
	roles   []string       // what this process does, nil for all
	seed    uint64         // of the fakes: another one after each start, but in the demo
}

// catalogueConfig says where declared items come from, besides the program.
type catalogueConfig struct {
	City  string `yaml:"city"`  // a city that ships with the program, or a folder; default yunlan
	Local string `yaml:"local"` // folder that lies over the city's; "" for none
}

// readConfig reads a configuration file, whatever of it is given.
func readConfig(path string) (config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return config{}, errs.Wrap(errs.Invalid, "cmd.config_unreadable", err)
	}
	var c config
	if err := yaml.UnmarshalWithOptions(text, &c, yaml.Strict()); err != nil {
		return config{}, wrongConfig(err)
	}
	return c, nil
}

// loadConfig reads the configuration of a server.
func loadConfig(path string) (config, error) {
	c, err := readConfig(path)
	if err != nil {
		return config{}, err
	}
	if c.Database == "" {
		return config{}, errs.At("database", "cmd.config_database", nil)
	}
	if c.Keys == "" {
		return config{}, errs.At("keys", "cmd.config_keys", nil)
	}
	if err := checkProviders(c.IdentityProviders); err != nil {
		return config{}, err
	}
	c.PublicURL = cmp.Or(os.Getenv("QUANLIAN_PUBLIC_URL"), c.PublicURL)
	if c.PublicURL, err = publicURL(c.PublicURL); err != nil {
		return config{}, err
	}
	if c.proxies, err = proxiesOf(c.TrustedProxies); err != nil {
		return config{}, err
	}
	return c.withDefaults(), nil
}

// proxiesOf reads networks and single addresses.
func proxiesOf(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if ip, e := netip.ParseAddr(text); e == nil {
			p, err = netip.PrefixFrom(ip, ip.BitLen()), nil
		}
		if err != nil {
			return nil, errs.At("trusted_proxies", "cmd.config_proxy", errs.Args{"value": text})
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// publicURL checks the address of the pages: scheme and host, nothing behind it;
// "" where it is not known.
func publicURL(text string) (string, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "/")
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errs.At("public_url", "cmd.config_public_url", errs.Args{"value": text})
	}
	return text, nil
}

func (c config) withDefaults() config {
	if c.Addr == "" {
		c.Addr = ":8080"
	}
	if c.Dir == "" {
		c.Dir = "var"
	}
	if c.Catalogue.City == "" {
		c.Catalogue.City = "yunlan"
	}
	if c.CustodyBank == "" && c.FakeParties {
		c.CustodyBank = string(demo.Bank)
	}
	if c.Poll <= 0 {
		c.Poll = workerPoll
	}
	if len(c.roles) == 0 {
		c.roles = allRoles()
	}
	return c
}
