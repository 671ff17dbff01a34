package site

import (
	"context"

	"quanlian/kernel"
)

// Voucher is an outside provider that vouches for who somebody is (统一身份认证).
// adapter/unified fulfils it. Errors are of kind unavailable when it is silent or
// says what cannot be used, and forbidden when what came back is not what was
// asked for.
type Voucher interface {
	ID() string
	Name(zh bool) string
	// Begin gives the address to which the browser goes. back is our page to which
	// it comes back; state, nonce and verifier are secrets of this one log-in.
	Begin(ctx context.Context, back, state, nonce, verifier string) (string, error)
	// Finish asks who came back with the code.
	Finish(ctx context.Context, back, code, nonce, verifier string) (kernel.Identity, error)
}

// PlayedVoucher is what the page of a played provider shows and does.
type PlayedVoucher struct {
	Sample kernel.Identity
	// Vouch makes the code with which the identity is asked for, once.
	Vouch func(kernel.Identity) string
}

// VoucherOf finds a provider by its id; nil for none.
func (e *Env) VoucherOf(id string) Voucher {
	for _, p := range e.Vouchers {
		if p.ID() == id {
			return p
		}
	}
	return nil
}
