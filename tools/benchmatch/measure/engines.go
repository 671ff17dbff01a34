package measure

import (
	"database/sql"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver
	"quanlian/adapter/search/plain"
	"quanlian/adapter/segment"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

// Engine is a search engine under measurement.
type Engine interface {
	Name() string
	Add(p matching.Patent) error
	Ready() error // after the last document
	Search(need string, k int) ([]string, error)
	Close() error
}

// Ours is the matching engine, whole: words, index, parts, reasons, quotation.
type Ours struct {
	Index  *index.Index
	corpus matching.Memory
	m      *matching.Matcher
}

// NewOurs makes an empty engine with a segmenter.
func NewOurs(seg matching.Segmenter, p index.Params) *Ours {
	o := &Ours{Index: index.New(p), corpus: matching.Memory{}}
	o.m = &matching.Matcher{Index: o.Index, Corpus: o.corpus, Segmenter: seg}
	return o
}

// Name implements Engine.
func (o *Ours) Name() string { return "quanlian match" }

// Add implements Engine.
func (o *Ours) Add(p matching.Patent) error {
	o.corpus.Add(o.Index, p)
	return nil
}

// Ready implements Engine.
func (o *Ours) Ready() error { return nil }

// Close implements Engine.
func (o *Ours) Close() error { return nil }

// Search implements Engine.
func (o *Ours) Search(need string, k int) ([]string, error) {
	r, err := o.m.Match(matching.Need{Text: need}, k)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(r.Matches))
	for i, m := range r.Matches {
		out[i] = m.Patent.No
	}
	return out, nil
}

// words cuts a text as the peers get it: normal form, words parted by blanks.
func words(s string) string {
	folded := text.Fold(s)
	var out []string
	for _, run := range text.Runs(folded) {
		w := string(folded[run.Start:run.End])
		if run.Han {
			out = append(out, segment.Gse{}.Cut(w)...)
		} else {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// Peer is bleve with words or with its own pairs of characters.
type Peer struct {
	*plain.Bleve
	cut  bool
	name string
}

// NewBleve makes an empty bleve index below a folder.
func NewBleve(dir string, cut bool) (*Peer, error) {
	analyzer, name := plain.CJK, "bleve 2.6 BM25, cjk pairs"
	if cut {
		analyzer, name = plain.Words, "bleve 2.6 BM25, gse words"
	}
	b, err := plain.New(filepath.Join(dir, "bleve-"+analyzer), analyzer)
	return &Peer{b, cut, name}, err
}

// Name implements Engine.
func (p *Peer) Name() string { return p.name }

// Add implements Engine.
func (p *Peer) Add(d matching.Patent) error {
	all := d.Title + " " + d.Abstract
	if p.cut {
		all = words(all)
	}
	return p.Bleve.Add(d.No, all)
}

// Ready implements Engine.
func (p *Peer) Ready() error { return p.Flush() }

// Search implements Engine.
func (p *Peer) Search(need string, k int) ([]string, error) {
	if p.cut {
		need = words(need)
	}
	return p.Bleve.Search(need, k)
}

// FTS5 is SQLite's full-text search over words.
type FTS5 struct {
	db *sql.DB
	tx *sql.Tx
	in *sql.Stmt
}

// NewFTS5 makes an empty table in a file below a folder.
func NewFTS5(dir string) (*FTS5, error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "fts5.db")+"?_pragma=journal_mode(WAL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err = db.Exec(`CREATE VIRTUAL TABLE doc USING fts5(no UNINDEXED, body)`); err != nil {
		return nil, err
	}
	f := &FTS5{db: db}
	if f.tx, err = db.Begin(); err != nil {
		return nil, err
	}
	f.in, err = f.tx.Prepare(`INSERT INTO doc(no, body) VALUES (?, ?)`)
	return f, err
}

// Name implements Engine.
func (f *FTS5) Name() string { return "SQLite FTS5 bm25, gse words" }

// Add implements Engine.
func (f *FTS5) Add(p matching.Patent) error {
	_, err := f.in.Exec(p.No, words(p.Title+" "+p.Abstract))
	return err
}

// Ready implements Engine.
func (f *FTS5) Ready() error {
	if err := f.tx.Commit(); err != nil {
		return err
	}
	_, err := f.db.Exec(`INSERT INTO doc(doc) VALUES ('optimize')`)
	return err
}

// Search implements Engine: every word of the need in one OR.
func (f *FTS5) Search(need string, k int) ([]string, error) {
	seen := map[string]bool{}
	var terms []string
	for _, w := range strings.Fields(words(need)) {
		if !seen[w] {
			seen[w] = true
			terms = append(terms, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
		}
	}
	if len(terms) == 0 {
		return nil, nil
	}
	rows, err := f.db.Query(`SELECT no FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT ?`, strings.Join(terms, " OR "), k)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var no string
		if err := rows.Scan(&no); err != nil {
			return nil, err
		}
		out = append(out, no)
	}
	return out, rows.Err()
}

// Close implements Engine.
func (f *FTS5) Close() error { return f.db.Close() }
