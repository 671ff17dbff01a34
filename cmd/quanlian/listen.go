package main

import (
	"context"
	"errors"
	"net"
	"syscall"

	"quanlian/base/errs"
)

// listen takes the address before anything is made or removed, so that a second
// start spoils nothing of the first.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errs.New(errs.Unavailable, "cmd.addr_taken", errs.Args{"addr": addr})
	case err != nil:
		return nil, errs.At("addr", "cmd.addr_wrong", errs.Args{"addr": addr, "cause": err.Error()})
	}
	return l, nil
}
