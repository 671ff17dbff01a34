package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"quanlian/engine/rehearsal"
)

const rehearseExample = "../../docs/examples/rehearse-window.json"

func runRehearse(stdin string, args ...string) (string, string, int) {
	var out, errb bytes.Buffer
	code := run(append([]string{"rehearse"}, args...), strings.NewReader(stdin), &out, &errb)
	return out.String(), errb.String(), code
}

// The example fits the schema, reads whole in both languages, and says what it should.
func TestRehearseExample(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/examples/rehearse.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(rehearseExample)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	for _, l := range []string{"zh", "en"} {
		text, errText, code := runRehearse("", "--input", rehearseExample, "--lang", l)
		if code != exitOK || strings.Contains(text, "⟦") || strings.ContainsAny(text, "{}") || strings.Count(text, "\n") < 10 {
			t.Errorf("%s: exit %d %s\n%s", l, code, errText, text)
		}
	}
	out, errText, code := runRehearse(string(raw), "--input", "-", "--json")
	var a rehearsal.Answer
	if err := json.Unmarshal([]byte(out), &a); code != exitOK || err != nil {
		t.Fatalf("exit %d: %v %s", code, err, errText)
	}
	tight, more := a.Tried[0], a.Tried[1]
	if a.Base.Cases != 180 || tight.Change.Share.Mean <= 0 || more.Share.Mean >= tight.Share.Mean || tight.Wait != a.Base.Wait {
		t.Errorf("base %v, 3 wd %v, 3 wd and 4 staff %v", a.Base.Share, tight.Share, more.Share)
	}
}

func TestRehearseRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "{}", `{"untill":"2026-01-01"}`, `{"until":"2026-01-31","units":[],"items":[],"cases":[{"arrived":"2026-01-05T09:00:00+08:00","item":"x","unit":"u"}]}`} {
		if out, errText, code := runRehearse(in, "--input", "-"); code != exitBadInput || out != "" || strings.Contains(errText, "⟦") {
			t.Errorf("%q: exit %d %q %q", in, code, out, errText)
		}
	}
}
