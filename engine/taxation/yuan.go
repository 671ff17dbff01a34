package taxation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
	"quanlian/base/money"
)

// inFen writes every field x_yuan of a document as x_fen and leaves all else, the
// lines above all, as it stands.
func inFen(raw []byte) ([]byte, error) {
	w := fenWriter{raw: raw, d: json.NewDecoder(bytes.NewReader(raw))}
	w.d.UseNumber()
	if err := w.value(""); err != nil {
		return nil, jsondoc.Fault(raw, err)
	}
	w.out.Write(raw[w.done:])
	return w.out.Bytes(), nil
}

type fenWriter struct {
	raw  []byte
	d    *json.Decoder
	out  bytes.Buffer
	done int64 // so much of raw is written
}

func (w *fenWriter) value(path string) error {
	token, err := w.d.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') && token != json.Delim('[') {
		return nil
	}
	names := map[string]bool{}
	for w.d.More() {
		if token == json.Delim('[') {
			err = w.value(path)
		} else {
			err = w.member(path, names)
		}
		if err != nil {
			return err
		}
	}
	_, err = w.d.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (w *fenWriter) member(path string, names map[string]bool) error {
	from := w.d.InputOffset()
	token, err := w.d.Token()
	if err != nil {
		return err
	}
	name, _ := token.(string)
	field := strings.TrimPrefix(path+"."+name, ".")
	stem, inYuan := strings.CutSuffix(name, "_yuan")
	if stem, inFen := strings.CutSuffix(name, "_fen"); inFen || inYuan {
		stem = strings.TrimSuffix(stem, "_yuan") + "_fen"
		if names[stem] {
			return w.fault(field, "engine.taxation.amount_twice")
		}
		names[stem] = true
	}
	if !inYuan {
		return w.value(field)
	}
	return w.amount(from, field, stem)
}

// amount writes the field x_yuan, whose name stands behind from, as x_fen.
func (w *fenWriter) amount(from int64, field, stem string) error {
	token, err := w.d.Token()
	if err != nil {
		return err
	}
	text, ok := token.(string)
	if n, isNumber := token.(json.Number); isNumber {
		text, ok = n.String(), true
	}
	fen, err := money.Parse(text)
	if err != nil || !ok {
		return w.fault(field, "engine.taxation.not_yuan")
	}
	from += int64(bytes.IndexByte(w.raw[from:], '"'))
	w.out.Write(w.raw[w.done:from])
	between := w.raw[from:w.d.InputOffset()]
	w.out.WriteString(strconv.Quote(stem+"_fen") + strings.Repeat("\n", bytes.Count(between, []byte("\n"))) + ":" + strconv.FormatInt(int64(fen), 10))
	w.done = w.d.InputOffset()
	return nil
}

// fault is a fault of the field that was read last.
func (w *fenWriter) fault(field, code string) error {
	e := errs.At(field, code, jsondoc.Place(w.raw, w.d.InputOffset()))
	e.Args["field"] = field
	return e
}

// asWritten calls a field by the name it has in the document that was handed in.
func asWritten(raw []byte, err error) error {
	e := errs.As(err)
	if e == nil {
		return err
	}
	field, _ := e.Args["field"].(string)
	line, _ := e.Args["line"].(int)
	stem, isFen := strings.CutSuffix(field, "_fen")
	if !isFen {
		return err
	}
	last := stem[strings.LastIndexByte(stem, '.')+1:]
	if bytes.Contains(bytes.Split(raw, []byte("\n"))[line-1], []byte(`"`+last+`_yuan"`)) {
		e.Args["field"] = stem + "_yuan"
	}
	return e
}
