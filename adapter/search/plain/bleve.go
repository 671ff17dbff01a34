package plain

import (
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	index "github.com/blevesearch/bleve_index_api"

	_ "github.com/blevesearch/bleve/v2/analysis/lang/cjk" // registers the analyzer "cjk"
)

// Bleve is an index on disk.
type Bleve struct {
	index bleve.Index
	batch *bleve.Batch
}

// Analyzers of bleve that are worth a comparison.
const (
	Words = "words" // words parted by blanks, cut before
	CJK   = "cjk"   // bleve's own pairs of characters
)

// batchSize is how many documents are written at once.
const batchSize = 1000

// New makes an empty index in a folder.
func New(dir, analyzer string) (*Bleve, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(Words, map[string]any{
		"type": custom.Name, "tokenizer": whitespace.Name, "token_filters": []string{lowercase.Name},
	})
	if err != nil {
		return nil, err
	}
	m.DefaultAnalyzer = analyzer
	m.ScoringModel = index.BM25Scoring
	m.StoreDynamic, m.DocValuesDynamic = false, false
	x, err := bleve.New(dir, m)
	if err != nil {
		return nil, err
	}
	return &Bleve{index: x, batch: x.NewBatch()}, nil
}

// Add writes a document, in batches: Flush after the last.
func (b *Bleve) Add(id string, texts ...string) error {
	if err := b.batch.Index(id, map[string]any{"text": strings.Join(texts, " ")}); err != nil {
		return err
	}
	if b.batch.Size() < batchSize {
		return nil
	}
	return b.Flush()
}

// Flush writes what is waiting.
func (b *Bleve) Flush() error {
	err := b.index.Batch(b.batch)
	b.batch = b.index.NewBatch()
	return err
}

// Search gives the k best documents for the words of a question.
func (b *Bleve) Search(question string, k int) ([]string, error) {
	q := bleve.NewMatchQuery(question)
	q.SetField("text")
	r, err := b.index.Search(bleve.NewSearchRequestOptions(q, k, 0, false))
	if err != nil {
		return nil, err
	}
	out := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		out[i] = h.ID
	}
	return out, nil
}

// Close closes the index.
func (b *Bleve) Close() error { return b.index.Close() }
