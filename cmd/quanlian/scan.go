package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"quanlian/adapter/clamd"
	"quanlian/adapter/clamd/fake"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// scanner says what was found in a file, "" for nothing; an error of kind
// unavailable means that it did not answer.
type scanner interface {
	Scan(ctx context.Context, content []byte) (found string, err error)
}

// scannerOf is the scanner of the configuration: the address of a daemon, "fake"
// for the one that knows only the test sign, "" for none, but the fake beside
// other fakes.
func scannerOf(cfg config) scanner {
	switch {
	case cfg.Scanner == "fake", cfg.Scanner == "" && cfg.FakeParties:
		return &fake.Scanner{}
	case cfg.Scanner == "":
		return nil
	}
	return clamd.Client{Addr: cfg.Scanner}
}

// screened is the store of files as pages and API use it: what comes in is
// scanned before it is kept, and what waits for the scanner, or was found to be
// bad, is opened by nobody.
type screened struct{ h *house }

// Put keeps content in which nothing was found. Where the scanner does not answer,
// the content is kept and waits.
func (s screened) Put(content []byte) (string, error) {
	if s.h.scanner == nil {
		return s.h.files.Put(content)
	}
	ctx := context.Background()
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	known, err := s.h.store.Scans(ctx, []string{sha})
	if err != nil {
		return "", err
	}
	switch known[sha] {
	case kernel.ScanBad:
		return "", errs.New(errs.Invalid, "web.upload.virus", errs.Args{"found": ""})
	case kernel.ScanClean:
		return s.h.files.Put(content)
	}
	w := kernel.ScanFile{SHA256: sha, State: kernel.ScanClean}
	found, err := s.h.scanner.Scan(ctx, content)
	switch {
	case errs.KindOf(err) == errs.Unavailable:
		w.State = kernel.ScanWaiting
	case err != nil:
		return "", err
	case found != "":
		return "", errs.New(errs.Invalid, "web.upload.virus", errs.Args{"found": found})
	}
	if err := s.h.told(ctx, w); err != nil {
		return "", err
	}
	return s.h.files.Put(content)
}

// Get opens what may be opened.
func (s screened) Get(sha string) ([]byte, error) {
	known, err := s.h.store.Scans(context.Background(), []string{sha})
	if err != nil {
		return nil, err
	}
	switch known[sha] {
	case kernel.ScanWaiting:
		return nil, errs.New(errs.TooEarly, "web.upload.unscanned", nil)
	case kernel.ScanBad:
		return nil, errs.New(errs.Forbidden, "web.upload.infected", nil)
	}
	return s.h.files.Get(sha)
}

// told keeps what the scanner said.
func (h *house) told(ctx context.Context, w kernel.ScanFile) error {
	return h.desk.Do(ctx, kernel.SystemActor(kernel.RoleSystem), "scan/"+w.SHA256+"/"+newID(), w)
}

// Unit: files. Source: our choice, so that one pass stays short.
const scansAtOnce = 20

// scanWaiting offers files to the scanner again that it did not answer for.
func (h *house) scanWaiting(ctx context.Context) (bool, error) {
	if h.scanner == nil {
		return false, nil
	}
	list, err := h.store.Unscanned(ctx, h.now().Add(-kernel.ScanEvery), scansAtOnce)
	if err != nil {
		return false, err
	}
	for _, w := range list {
		content, err := h.files.Get(w.SHA256)
		if errs.KindOf(err) == errs.NotFound {
			continue // the form was never sent
		}
		if err != nil {
			return false, err
		}
		found, err := h.scanner.Scan(ctx, content)
		switch {
		case errs.KindOf(err) == errs.Unavailable: // its turn comes again
		case err != nil:
			return false, err
		case found != "":
			w.State, w.Found = kernel.ScanBad, found
		default:
			w.State = kernel.ScanClean
		}
		if err := h.told(ctx, w); err != nil {
			return false, err
		}
	}
	return len(list) == scansAtOnce, nil
}

// scanLease lets one process at a time speak with the scanner about what waits.
const scanLease = "scan"

// addScan lets pages open only what was scanned, and adds the step that asks again.
func (h *house) addScan() {
	h.env.Files, h.env.Scans, h.env.English = screened{h}, h.store.Scans, h.english
	if h.scanner != nil {
		h.worker.add(step{name: "scan", role: roleWorker, lease: scanLease, run: h.scanWaiting})
	}
}
