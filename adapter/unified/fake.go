package unified

import (
	"context"
	"crypto/rand"
	"net/url"
	"sync"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Fake is a provider that is played by a page of the program itself: whoever types
// a name is believed. Demo and trials only.
type Fake struct {
	Page string // address of that page

	mu    sync.Mutex
	codes map[string]kernel.Identity
}

// FakeID is the id of the played provider.
const FakeID = "played"

// ID is the id of the played provider.
func (f *Fake) ID() string { return FakeID }

// Name is how the log-in page calls it.
func (f *Fake) Name(zh bool) string {
	if zh {
		return "统一身份认证（演示）"
	}
	return "City ID (demo)"
}

// Begin sends the browser to the page of the program that plays the provider.
func (f *Fake) Begin(_ context.Context, _, state, _, _ string) (string, error) {
	return f.Page + "?" + url.Values{"state": {state}}.Encode(), nil
}

// Vouch makes the code with which the identity is asked for, once.
func (f *Fake) Vouch(i kernel.Identity) string {
	code := rand.Text()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.codes == nil {
		f.codes = map[string]kernel.Identity{}
	}
	f.codes[code] = i
	return code
}

// Finish gives the identity of the code.
func (f *Fake) Finish(_ context.Context, _, code, _, _ string) (kernel.Identity, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i, ok := f.codes[code]
	if !ok {
		return kernel.Identity{}, errs.New(errs.Forbidden, "adapter.unified.not_ours", nil)
	}
	delete(f.codes, code)
	i.Provider = FakeID
	return i, nil
}
