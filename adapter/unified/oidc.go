package unified

import (
	"context"
	"crypto/subtle"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Config is a provider as the configuration names it.
type Config struct {
	ID     string            `yaml:"id"`     // stands in addresses: small letters, digits, hyphens
	Name   map[string]string `yaml:"name"`   // zh, en: how the log-in page calls it
	Issuer string            `yaml:"issuer"` // its address; /.well-known/openid-configuration lies below
	Client string            `yaml:"client"`
	// SecretFile holds the secret that the provider gave us; "" for a public client.
	SecretFile string `yaml:"secret_file"`
	// Scopes to ask for beside openid.
	Scopes []string `yaml:"scopes"`
	// Claims say under which names the provider gives name, org_name and org_code;
	// the default of each is its own name.
	Claims map[string]string `yaml:"claims"`
}

// Unit: seconds. Source: our choice; somebody waits in front of the page.
const patience = 10

// Provider is an OpenID provider. It is safe for concurrent use.
type Provider struct {
	cfg    Config
	secret string
	client *http.Client

	mu    sync.Mutex
	found *oidc.Provider
}

// New makes a provider; secret is what SecretFile holds.
func New(cfg Config, secret string) *Provider {
	return &Provider{cfg: cfg, secret: secret, client: &http.Client{Timeout: patience * time.Second}}
}

// ID is the id of the configuration.
func (p *Provider) ID() string { return p.cfg.ID }

// Name is how the log-in page calls it.
func (p *Provider) Name(zh bool) string {
	if zh {
		return p.cfg.Name["zh"]
	}
	return p.cfg.Name["en"]
}

// discover asks the provider for its addresses and keys, once.
func (p *Provider) discover() (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// The keys are fetched again later by the same client, so the context must not end.
	found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.client), p.cfg.Issuer)
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.unified.silent", err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) flow(found *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.cfg.Client, ClientSecret: p.secret, RedirectURL: back, Endpoint: found.Endpoint(), Scopes: append([]string{oidc.ScopeOpenID}, p.cfg.Scopes...)}
}

// Begin gives the address of the provider to which the browser goes.
func (p *Provider) Begin(_ context.Context, back, state, nonce, verifier string) (string, error) {
	found, err := p.discover()
	if err != nil {
		return "", err
	}
	return p.flow(found, back).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Finish exchanges the code for an identity, whose signature, issuer, audience, time
// and nonce are checked. Errors: unavailable when the provider is silent, forbidden
// when what it gave is not for us or not what was asked for.
func (p *Provider) Finish(ctx context.Context, back, code, nonce, verifier string) (kernel.Identity, error) {
	found, err := p.discover()
	if err != nil {
		return kernel.Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	flow := p.flow(found, back)
	token, err := flow.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return kernel.Identity{}, errs.Wrap(errs.Unavailable, "adapter.unified.no_token", err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.Verifier(&oidc.Config{ClientID: p.cfg.Client}).Verify(ctx, raw)
	if err != nil {
		return kernel.Identity{}, errs.Wrap(errs.Forbidden, "adapter.unified.not_ours", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return kernel.Identity{}, errs.New(errs.Forbidden, "adapter.unified.not_ours", nil)
	}
	said := map[string]any{}
	if err := id.Claims(&said); err != nil {
		return kernel.Identity{}, errs.Wrap(errs.Unavailable, "adapter.unified.no_token", err)
	}
	// Many providers say no more than the subject here, or no more than the person.
	if p.claim(said, "name") == "" || p.cfg.Claims["org_code"] != "" && p.claim(said, "org_code") == "" {
		if err := p.more(ctx, found, flow.TokenSource(ctx, token), id.Subject, said); err != nil {
			return kernel.Identity{}, err
		}
	}
	if p.claim(said, "name") == "" {
		names := strings.Join(slices.Sorted(maps.Keys(said)), ", ")
		return kernel.Identity{}, errs.Wrap(errs.Unavailable, "kernel.identity.incomplete", fmt.Errorf("it names no person; what it says: %s", names))
	}
	return kernel.Identity{Provider: p.cfg.ID, Subject: id.Subject, Name: p.claim(said, "name"), OrgName: p.claim(said, "org_name"), OrgCode: p.claim(said, "org_code")}, nil
}

// more asks the provider's page of user facts, which has to speak of the same person.
func (p *Provider) more(ctx context.Context, found *oidc.Provider, token oauth2.TokenSource, subject string, said map[string]any) error {
	info, err := found.UserInfo(ctx, token)
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.unified.no_token", err)
	}
	if info.Subject != subject {
		return errs.New(errs.Forbidden, "adapter.unified.not_ours", nil)
	}
	if err := info.Claims(&said); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.unified.no_token", err)
	}
	return nil
}

func (p *Provider) claim(said map[string]any, name string) string {
	if as := p.cfg.Claims[name]; as != "" {
		name = as
	}
	text, _ := said[name].(string)
	return text
}
