package measure

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"quanlian/adapter/segment"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
)

// Unit: patents. Source: our choice: enough for every kind of word to occur.
const sampleSize = 300

// Kept fills ours with made patents, or takes the index that an earlier run
// left in the folder: a million take minutes to build and seconds to read. The
// file is named by what the program makes of a sample, so that an index of
// another program is never taken.
func Kept(dir string, titles []string, patents int) (o *Ours, needs []Question, build time.Duration, err error) {
	if err := (segment.Gse{}).Load(); err != nil {
		return nil, nil, 0, err
	}
	path, err := keptPath(dir, titles, patents)
	if err != nil {
		return nil, nil, 0, err
	}
	o = NewOurs(segment.Gse{}, index.DefaultParams())
	start := time.Now()
	if x, readErr := readIndex(path); readErr == nil {
		o.Index, o.m.Index = x, x
		needs, err = fill(keptCorpus{o}, titles, patents, millionNeeds)
		return o, needs, 0, err
	}
	if needs, err = fill(o, titles, patents, millionNeeds); err != nil {
		return nil, nil, 0, err
	}
	return o, needs, time.Since(start), writeIndex(path, o.Index)
}

// Unit: needs. Source: our choice; p95 then rests on the ten slowest.
const millionNeeds = 200

func keptPath(dir string, titles []string, patents int) (string, error) {
	sample := NewOurs(segment.Gse{}, index.DefaultParams())
	if _, err := fill(sample, titles, sampleSize, 0); err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := sample.Index.WriteTo(h); err != nil {
		return "", err
	}
	return filepath.Join(dir, fmt.Sprintf("match-%d-%s.idx", patents, hex.EncodeToString(h.Sum(nil)[:6]))), nil
}

func readIndex(path string) (*index.Index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return index.Read(f)
}

func writeIndex(path string, x *index.Index) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	_, err = x.WriteTo(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// keptCorpus takes the texts of patents whose index is there already.
type keptCorpus struct{ o *Ours }

// Add keeps the text.
func (k keptCorpus) Add(p matching.Patent) error {
	k.o.corpus[p.No] = p
	return nil
}

// Ready has nothing left to do.
func (keptCorpus) Ready() error { return nil }
