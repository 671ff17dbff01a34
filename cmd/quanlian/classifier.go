package main

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/classify"
	"quanlian/registry"
)

// classifier suggests subclasses of the IPC for a text. It learns from the
// register's own titles, from the names of the frequent subclasses and, where
// the city has it, from the wording of the classification; never while anybody
// waits. What it learned lies in the data folder.
type classifier struct {
	store  *sqlstore.Store
	path   string // of the learned model
	scheme string // of the wording of the classification; "" for none
	now    func() time.Time
	log    *slog.Logger

	learned atomic.Pointer[learned]
	looked  time.Time
}

// learned is a model and what it rests on.
type learned struct {
	About learnedFrom
	model *classify.Model
}

type learnedFrom struct {
	Form    int // of what is learned; another one learns again
	Rights  int // in the register then
	Patents int // that taught
	Scheme  bool
}

// Unit: patents; share; hours. Source: our choice. Above the most a sample is
// drawn: more teach little and take memory. A register that grew by a fifth, and
// by at least the step, teaches anew. Fewer than the few learn with care for
// single words (measured: docs/measured/matching.md); below the least for rates
// no rate is shown, as a sixth of the patents is what it is tried on.
const (
	learnForm     = 1
	learnMost     = 20_000
	learnStep     = 100
	learnGrown    = 1.2
	learnFew      = 500
	learnForRates = 1200
	learnAge      = time.Hour
	learnPage     = 500
	learnFeatures = 30_000
)

// Suggest gives the likeliest subclasses of a text; none before anything was
// learned.
func (c *classifier) Suggest(text string, n int) []hall.Class {
	l := c.learned.Load()
	if l == nil {
		return nil
	}
	var out []hall.Class
	for _, s := range l.model.Suggest(text, n) {
		x := hall.Class{Code: s.Code, Belief: s.Belief}
		if l.About.Patents >= learnForRates {
			x.Right = s.Right
		}
		out = append(out, x)
	}
	return out
}

// learn is the worker's step: it reads what was learned before, and learns anew
// when the register has grown.
func (c *classifier) learn(ctx context.Context) (bool, error) {
	if c.learned.Load() == nil && c.looked.IsZero() {
		c.open()
	}
	if !c.looked.IsZero() && c.now().Sub(c.looked) < learnAge {
		return false, nil
	}
	c.looked = c.now()
	_, total, err := c.store.FindRights(ctx, registry.Filter{Limit: 1})
	if err != nil || !c.stale(total) {
		return false, err
	}
	examples, patents, err := c.examples(ctx, total)
	if err != nil {
		return false, err
	}
	o := classify.DefaultOptions()
	o.MaxFeatures = learnFeatures
	if patents < learnFew {
		o.MinCount, o.Rounds = 1, 10
	}
	m, err := classify.Train(examples, o)
	if err != nil {
		return false, err
	}
	l := &learned{About: learnedFrom{learnForm, total, patents, c.scheme != ""}, model: m}
	c.learned.Store(l)
	c.log.InfoContext(ctx, "classes learned", "patents", patents, "examples", len(examples))
	return false, c.save(l)
}

func (c *classifier) stale(total int) bool {
	l := c.learned.Load()
	return l == nil || l.About.Form != learnForm || l.About.Scheme != (c.scheme != "") ||
		total-l.About.Rights >= learnStep && float64(total) >= learnGrown*float64(l.About.Rights)
}

// examples are the texts to learn from and how many of them are patents.
func (c *classifier) examples(ctx context.Context, total int) ([]classify.Example, int, error) {
	var out []classify.Example
	every, seen := max(1, total/learnMost), 0
	for after := ""; ; {
		page, err := c.store.EachRight(ctx, after, learnPage)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range page {
			after = r.Number
			if seen++; seen%every != 0 {
				continue
			}
			if e := matching.Example(matching.Patent{Title: r.Title, IPC: r.IPC}); len(e.Codes) > 0 {
				out = append(out, e)
			}
		}
		if len(page) < learnPage {
			break
		}
	}
	patents := len(out)
	out = append(out, classify.NameExamples()...)
	if c.scheme == "" {
		return out, patents, nil
	}
	f, err := os.Open(c.scheme)
	if err != nil {
		return nil, 0, errs.Wrap(errs.Unavailable, "cmd.scheme_unreadable", err)
	}
	defer f.Close()
	wording, err := classify.ReadScheme(f)
	return append(out, wording...), patents, err
}

// open reads what was learned; a file that cannot be used is learned anew.
func (c *classifier) open() {
	f, err := os.Open(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	l := &learned{}
	if err == nil {
		defer f.Close()
		r := bufio.NewReader(f)
		if err = gob.NewDecoder(r).Decode(&l.About); err == nil {
			l.model, err = classify.Load(r)
		}
	}
	if err != nil {
		c.log.Warn("what was learned of classes cannot be read", "path", c.path, "error", err)
		return
	}
	c.learned.Store(l)
}

// save leaves the old file or the new one, never a part.
func (c *classifier) save(l *learned) error {
	f, err := os.CreateTemp(filepath.Dir(c.path), ".ipc-*")
	if err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.model_unwritable", err)
	}
	w := bufio.NewWriter(f)
	err = errors.Join(gob.NewEncoder(w).Encode(l.About), l.model.Save(w), w.Flush(), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), c.path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.model_unwritable", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
