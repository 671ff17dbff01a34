package matching

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
	"quanlian/base/money"
	"quanlian/engine/matching/classify"
)

// Errors of a corpus or need that is read.
const (
	CodeBadCorpus = "engine.matching.bad_corpus"
	CodeBadNeed   = "engine.matching.bad_need"
)

// columns are the heads of a corpus file and what they fill; several patents'
// worth of lists are parted by ; or |.
var columns = map[string]func(p *Patent, v string) error{
	"no":         func(p *Patent, v string) error { p.No = v; return nil },
	"title":      func(p *Patent, v string) error { p.Title = v; return nil },
	"abstract":   func(p *Patent, v string) error { p.Abstract = v; return nil },
	"claim1":     func(p *Patent, v string) error { p.Claim1 = v; return nil },
	"kind":       func(p *Patent, v string) error { p.Kind = v; return nil },
	"owner":      func(p *Patent, v string) error { p.Owner = v; return nil },
	"owner_id":   func(p *Patent, v string) error { p.OwnerID = v; return nil },
	"region":     func(p *Patent, v string) error { p.Region = v; return nil },
	"ipc":        func(p *Patent, v string) error { p.IPC = list(v); return nil },
	"industries": func(p *Patent, v string) error { p.Industries = list(v); return nil },
	"modes":      func(p *Patent, v string) error { p.Modes = list(v); return nil },
	"right":      setRight,
	"maturity":   setMaturity,
	"price_yuan": setPrice,
	"listed":     setListed,
}

// heads are other names of columns in Chinese deliveries.
var heads = map[string]string{
	"公开（公告）号": "no", "专利号": "no", "公开号": "no", "发明名称": "title", "名称": "title", "标题": "title",
	"摘要": "abstract", "权利要求1": "claim1", "IPC分类号": "ipc", "IPC": "ipc", "申请（专利权）人": "owner", "专利权人": "owner",
	"行业": "industries", "成熟度": "maturity", "价格（元）": "price_yuan", "地区": "region", "publication_numbers": "no", "patent_title": "title",
}

func list(v string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(v, func(r rune) bool { return r == ';' || r == '|' || r == '；' }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

var errValue = errors.New("value")

func setRight(p *Patent, v string) error {
	p.Right = RightState(v)
	if !slices.Contains([]RightState{RightAlive, RightPending, RightDead, RightPreserved, RightExclusive}, p.Right) {
		return errValue
	}
	return nil
}

// setMaturity reads a technology readiness level.
func setMaturity(p *Patent, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > maturityTop {
		return errValue
	}
	p.Maturity = n
	return nil
}

// maturityTop is the highest level of technology readiness.
// Unit: level. Source: GB/T 22900-2022, nine levels.
const maturityTop = 9

// setPrice reads an amount or a range in yuan: 1680000 or 1500000-3000000.
func setPrice(p *Patent, v string) error {
	low, high, ranged := strings.Cut(v, "-")
	a, err := money.Parse(strings.TrimSpace(low))
	if err != nil {
		return err
	}
	b := a
	if ranged {
		if b, err = money.Parse(strings.TrimSpace(high)); err != nil {
			return err
		}
	}
	if a < 0 || b < a {
		return errValue
	}
	p.Price = &Range{a, b}
	return nil
}

func setListed(p *Patent, v string) error {
	b, err := strconv.ParseBool(v)
	p.Listed = b
	return err
}

// ReadCSV hands every patent of a table to use. The first row names the columns;
// unknown ones are left alone, no and title are necessary. What is wrong with a
// cell stops the reading with its row.
func ReadCSV(r io.Reader, use func(Patent) error) error {
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	head, err := in.Read()
	if err != nil {
		return badCorpus(1, "head", err)
	}
	names := columnNames(head)
	if !slices.Contains(names, "no") || !slices.Contains(names, "title") {
		return badCorpus(1, "no, title", nil)
	}
	for row := 2; ; row++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badCorpus(row, "csv", err)
		}
		p, err := patentOf(names, cells, row)
		if err != nil {
			return err
		}
		if err := use(p); err != nil {
			return err
		}
	}
}

func columnNames(head []string) []string {
	names := make([]string, len(head))
	for i, h := range head {
		h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		if name, ok := heads[h]; ok {
			h = name
		}
		if !slices.Contains(names, h) {
			names[i] = h
		}
	}
	return names
}

func patentOf(names, cells []string, row int) (Patent, error) {
	var p Patent
	for i, v := range cells {
		if v = strings.TrimSpace(v); i >= len(names) || v == "" {
			continue
		}
		if set := columns[names[i]]; set != nil {
			if err := set(&p, v); err != nil {
				return p, badCorpus(row, names[i], err)
			}
		}
	}
	if p.No == "" {
		return p, badCorpus(row, "no", nil)
	}
	return p, nil
}

// ReadJSONL hands every patent of a file with one JSON object a line to use.
func ReadJSONL(r io.Reader, use func(Patent) error) error {
	in := json.NewDecoder(bufio.NewReader(r))
	for row := 1; ; row++ {
		var p Patent
		err := in.Decode(&p)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badCorpus(row, "json", err)
		}
		if p.No == "" {
			return badCorpus(row, "no", nil)
		}
		if err := use(p); err != nil {
			return err
		}
	}
}

func badCorpus(row int, what string, cause error) error {
	e := errs.Wrap(errs.Invalid, CodeBadCorpus, cause)
	e.Args = errs.Args{"row": row, "what": what}
	return e
}

// ReadNeed reads a need: a JSON object, or else plain text.
func ReadNeed(r io.Reader) (Need, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return Need{}, errs.Wrap(errs.Unavailable, CodeBadNeed, err)
	}
	s := strings.TrimSpace(strings.TrimPrefix(string(b), "\ufeff"))
	if !strings.HasPrefix(s, "{") {
		return Need{Text: s}, nil
	}
	var n Need
	return n, jsondoc.Read([]byte(s), &n)
}

// Example makes of a patent with known classes an example to learn from.
func Example(p Patent) classify.Example {
	e := classify.Example{Text: p.Title, Weight: 1}
	for _, c := range p.IPC {
		if c = normalIPC(c); len(c) >= 4 && !slices.Contains(e.Codes, c[:4]) {
			e.Codes = append(e.Codes, c[:4])
		}
	}
	return e
}
