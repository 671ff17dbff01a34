package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestReceiptInChromium: a party downloads the receipt of an act and of a paper
// from a case of the demo; a visitor who has not logged in has them checked on
// the public page, in both languages, narrow and wide; a changed one is refused;
// the command says the same without the server.
func TestReceiptInChromium(t *testing.T) {
	c := sharedCity(t)
	seller := c.login("seller")
	seller.visit("/my?look=closed&q=-JY-")
	deal := seller.withPaper(`/hall/deal/`)
	seller.until(deal, "凭证")
	seller.shot("case")
	dir := t.TempDir()
	act := seller.download(dir, "act.receipt.json", `.q-line a[download]`)
	paper := seller.download(dir, "paper.receipt.json", `.q-file a[download]`)
	pdf := seller.download(dir, "paper.pdf", `.q-file a.q-b`)

	visitor := &person{c: c, name: "visitor", ctx: c.window()}
	for _, width := range []int64{1360, 390} {
		visitor.run(chromedp.EmulateViewport(width, 1400))
		for lang, words := range map[string][]string{"zh": {"凭证有效", "今天的日志仍然包含当时的全部记录"}, "en": {"The receipt holds", "still holds everything"}} {
			visitor.check(lang, act, "")
			visitor.says(fmt.Sprintf("act-%s-%d", lang, width), words...)
		}
	}
	visitor.check("zh", paper, pdf)
	visitor.says("paper", "凭证有效，文件一致", "内容完全一致")
	visitor.check("zh", paper, act)
	visitor.says("other-file", "核验不通过", "与凭证不符")
	text, err := os.ReadFile(act)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.LastIndex(text, []byte("hidden"))
	text[i-40] ^= 1
	bad := filepath.Join(dir, "bad.receipt.json")
	if err := os.WriteFile(bad, text, 0o600); err != nil {
		t.Fatal(err)
	}
	visitor.check("zh", bad, "")
	visitor.says("changed", "核验不通过")
	visitor.check("zh", "", "")
	visitor.says("nothing", "请选择凭证，或者本平台出具的文书")
	c.offline(paper, pdf, 0)
	c.offline(bad, "", 1)
}

// withPaper is the person's first case below a path that holds a paper.
func (p *person) withPaper(below string) string {
	p.c.t.Helper()
	for _, at := range strings.Fields(p.js(fmt.Sprintf(`[...new Set([...document.querySelectorAll('a')].map(a => a.pathname).filter(p => p.startsWith(%q)))].join(' ')`, below))) {
		p.visit(at)
		if p.js(`String(!!document.querySelector('.q-file a.q-b'))`) == "true" {
			return at
		}
	}
	p.c.t.Fatalf("%s has no case with a paper below %s", p.name, below)
	return ""
}

// download fetches what the first link of the selector leads to.
func (p *person) download(dir, name, selector string) string {
	p.c.t.Helper()
	raw := p.js(fmt.Sprintf(`(() => {
		const a = document.querySelector(%q);
		if (!a) return '';
		const x = new XMLHttpRequest();
		x.open('GET', a.href, false);
		x.overrideMimeType('text/plain; charset=x-user-defined');
		x.send();
		return x.status === 200 ? btoa([...x.responseText].map(c => String.fromCharCode(c.charCodeAt(0) & 255)).join('')) : '';
	})()`, selector))
	body, err := base64.StdEncoding.DecodeString(raw)
	if err != nil || len(body) == 0 {
		p.c.t.Fatalf("%s: nothing under %s at %s: %v", p.name, selector, p.path(), err)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, body, 0o600); err != nil {
		p.c.t.Fatal(err)
	}
	return file
}

// check sends a receipt and a file on the public page.
func (p *person) check(lang, receipt, file string) {
	p.c.t.Helper()
	p.visit("/verify?lang=" + lang)
	for field, name := range map[string]string{"receipt": receipt, "file": file} {
		if name != "" {
			p.run(chromedp.SetUploadFiles(`input[name=`+field+`]`, []string{name}, chromedp.ByQuery))
		}
	}
	p.js(`(() => { document.querySelector('[data-testid=verify-form] button').click(); return 'ok' })()`)
	p.settle()
}

func (p *person) says(shot string, words ...string) {
	p.c.t.Helper()
	p.shot(shot)
	for _, w := range words {
		if text := p.text(); !strings.Contains(text, w) {
			p.c.t.Errorf("%s: %q is not said:\n%s", shot, w, text)
		}
	}
}

// offline runs the command on what was downloaded.
func (c *city) offline(receipt, file string, want int) {
	c.t.Helper()
	bin, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	args := []string{"verify", receipt, "--json"}
	if file != "" {
		args = append(args, file)
	}
	out, err := exec.Command(bin, args...).CombinedOutput()
	if got := err != nil; got != (want != 0) || !bytes.Contains(out, fmt.Appendf(nil, `"ok": %v`, want == 0)) {
		c.t.Errorf("verify %s: %v\n%s", filepath.Base(receipt), err, out)
	}
}
