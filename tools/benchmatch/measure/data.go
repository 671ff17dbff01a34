package measure

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"quanlian/engine/matching"
	"quanlian/engine/matching/classify"
)

// Question is a need and the number of the one document that answers it.
type Question struct{ Text, Answer string }

// Set is documents and questions.
type Set struct {
	Name      string
	Docs      []matching.Patent
	Questions []Question
}

// Data is where the open data lies.
type Data string

// Here finds the open data: QUANLIAN_SHARED, or beside the tree.
func Here() Data {
	if dir := os.Getenv("QUANLIAN_SHARED"); dir != "" {
		return Data(filepath.Join(dir, "data"))
	}
	for _, dir := range []string{"../shared/data", "../../shared/data", "../../../shared/data", "../../../../shared/data"} {
		if _, err := os.Stat(filepath.Join(dir, "csl")); err == nil {
			return Data(dir)
		}
	}
	return ""
}

func (d Data) table(comma rune, path ...string) ([][]string, error) {
	f, err := os.Open(filepath.Join(append([]string{string(d)}, path...)...))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, true, -1
	return in.ReadAll()
}

// AbstractToTitle is csl/ts: 1,000 titles, each found by its abstract. With
// crowd, the titles of patents stand among them.
func (d Data) AbstractToTitle(crowd bool) (Set, error) {
	s := Set{Name: "csl/ts, 1,000 titles"}
	b, err := os.ReadFile(filepath.Join(string(d), "csl", "ts", "dev.tsv"))
	if err != nil {
		return s, err
	}
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 3 {
			continue
		}
		no := fmt.Sprintf("csl%04d", len(s.Docs))
		s.Docs = append(s.Docs, matching.Patent{No: no, Title: cells[2]})
		s.Questions = append(s.Questions, Question{cells[1], no})
	}
	if !crowd {
		return s, nil
	}
	titles, err := d.Titles()
	for i, t := range titles {
		s.Docs = append(s.Docs, matching.Patent{No: fmt.Sprintf("p%05d", i), Title: t})
	}
	s.Name = fmt.Sprintf("csl/ts among %d titles", len(s.Docs))
	return s, err
}

// Titles are the real patent titles of two sets.
func (d Data) Titles() ([]string, error) {
	var out []string
	for _, t := range []struct {
		column int
		path   []string
	}{{2, []string{"cn_patent_ipc_9740", "train_folds_1-4.csv"}}, {1, []string{"cn_patent_deals", "patent_deals.csv"}}} {
		rows, err := d.table(',', t.path...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows[1:] {
			if len(r) > t.column {
				out = append(out, r[t.column])
			}
		}
	}
	return out, nil
}

// EnglishToChinese is the pairs of xlang_patent_pairs that are the same patent,
// English against all Chinese texts of the set.
func (d Data) EnglishToChinese() (Set, error) {
	s := Set{Name: "xlang_patent_pairs, English to Chinese"}
	seen := map[string]string{}
	add := func(text string) string {
		if no, ok := seen[text]; ok {
			return no
		}
		no := fmt.Sprintf("x%04d", len(s.Docs))
		title, abstract, _ := strings.Cut(text, "|")
		seen[text] = no
		s.Docs = append(s.Docs, matching.Patent{No: no, Title: title, Abstract: abstract})
		return no
	}
	for _, name := range []string{"title_abstract_train_data.csv", "title_abstract_dev_data.csv"} {
		rows, err := d.table(',', "xlang_patent_pairs", name)
		if err != nil {
			return s, err
		}
		for _, r := range rows[1:] {
			if len(r) < 3 {
				continue
			}
			for _, text := range r[:2] {
				if isChinese(text) {
					add(text)
				}
			}
			if strings.HasPrefix(r[2], "0") && isEnglish(r[0]) && isChinese(r[1]) {
				s.Questions = append(s.Questions, Question{strings.ReplaceAll(r[0], "|", ". "), add(r[1])})
			}
		}
	}
	return s, nil
}

func isChinese(s string) bool {
	n, han := 0, 0
	for _, r := range s {
		n++
		if 0x4E00 <= r && r <= 0x9FFF {
			han++
		}
	}
	return n > 0 && han*10 > 3*n
}

// isEnglish leaves Vietnamese out, which is Latin with many marks.
func isEnglish(s string) bool {
	n, plain := 0, 0
	for _, r := range s {
		n++
		if r < 0x80 {
			plain++
		}
	}
	return n > 0 && plain*100 > 98*n
}

// Folds are the titles with known subclasses, by fold.
func (d Data) Folds() (map[string][]classify.Example, error) {
	rows, err := d.table(',', "cn_patent_ipc_9740", "train_folds_1-4.csv")
	if err != nil {
		return nil, err
	}
	out := map[string][]classify.Example{}
	for _, r := range rows[1:] {
		out[r[0]] = append(out[r[0]], classify.Example{Text: r[2], Codes: strings.Split(r[3], "|"), Weight: 1})
	}
	return out, nil
}

// Published are the counts of the published baseline on the same rows.
func (d Data) Published() (classify.Counts, error) {
	var c classify.Counts
	rows, err := d.table(',', "cn_patent_ipc_9740", "train_folds_1-4.csv")
	if err != nil {
		return c, err
	}
	for _, r := range rows[1:] {
		truth := map[string]bool{}
		for _, code := range strings.Split(r[3], "|") {
			truth[code] = true
		}
		c.True += len(truth)
		for _, code := range strings.Split(r[4], "|") {
			if code != "" {
				c.Suggested++
			}
			if truth[code] {
				c.Right++
			}
		}
	}
	return c, nil
}

// Scheme is the wording of the classification as weak examples.
func (d Data) Scheme() ([]classify.Example, error) {
	f, err := os.Open(filepath.Join(string(d), "ipc_zh_2026", "ipc_zh_2026.01.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return classify.ReadScheme(f)
}
