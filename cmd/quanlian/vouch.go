package main

import (
	"net/url"
	"os"
	"regexp"
	"strings"

	"quanlian/adapter/unified"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
)

var providerID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)

// addVouchers joins the providers by which one may log in: those of the
// configuration, and a played one beside other fakes.
func (h *house) addVouchers() error {
	for _, c := range h.cfg.IdentityProviders {
		secret, err := secretOf(c)
		if err != nil {
			return err
		}
		h.env.Vouchers = append(h.env.Vouchers, unified.New(c, secret))
	}
	if h.cfg.FakeParties && len(h.env.Vouchers) == 0 {
		f := &unified.Fake{Page: "/demo/identity"}
		h.env.Vouchers = []site.Voucher{f}
		h.env.Played = &site.PlayedVoucher{Sample: kernel.Identity{Name: "温知夏"}, Vouch: f.Vouch}
	}
	return nil
}

func secretOf(c unified.Config) (string, error) {
	if c.SecretFile == "" {
		return "", nil
	}
	text, err := os.ReadFile(c.SecretFile)
	if err != nil {
		return "", errs.Wrap(errs.Invalid, "cmd.config_provider_secret", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// checkProviders looks at the providers of a configuration before anything starts.
// The way to one is encrypted: whoever could change what it says would be anybody.
func checkProviders(list []unified.Config) error {
	seen := map[string]bool{}
	for _, c := range list {
		u, err := url.Parse(c.Issuer)
		switch {
		case !providerID.MatchString(c.ID) || seen[c.ID] || c.ID == unified.FakeID:
			return errs.At("identity_providers.id", "cmd.config_provider_id", errs.Args{"id": c.ID})
		case c.Name["zh"] == "" || c.Name["en"] == "":
			return errs.At("identity_providers.name", "cmd.config_provider_name", errs.Args{"id": c.ID})
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1":
			return errs.At("identity_providers.issuer", "cmd.config_provider_issuer", errs.Args{"id": c.ID})
		case c.Client == "":
			return errs.At("identity_providers.client", "cmd.config_provider_client", errs.Args{"id": c.ID})
		}
		for name := range c.Claims {
			if name != "name" && name != "org_name" && name != "org_code" {
				return errs.At("identity_providers.claims", "cmd.config_provider_claim", errs.Args{"id": c.ID, "name": name})
			}
		}
		seen[c.ID] = true
	}
	return nil
}
