package e2e

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBurstInChromium: several licences of one's own rights are applied for from a
// sheet with an archive of their contracts: what is wrong is said row by row before
// anything is sent, corrected on the page, and every good row becomes a case. One of
// them is applied for again from its page, and kept as a template for the next.
func TestBurstInChromium(t *testing.T) {
	t.Parallel()
	c := sharedCity(t)
	p := c.login("seller")
	p.visit("/item/ZL14/many/pick")
	numbers := strings.Fields(p.js(`[...document.querySelectorAll('main input[name=number]')].map(e => e.value).join(' ')`))
	if len(numbers) < 3 {
		t.Fatalf("rights to choose among: %v\n%s", numbers, p.text())
	}
	sheet, archive := burst(t, numbers[:3])
	p.visit("/item/ZL14/many")
	p.answer(map[string]string{"applicant.address": "望潮区学苑路1号", "contact.phone": "0990-88001234", "contact.way": "electronic", "declaration.truth": "yes"})
	p.run(chromedp.SetUploadFiles("#f-pack-file", []string{archive}, chromedp.ByQuery), chromedp.SetUploadFiles("#f-sheet-file", []string{sheet}, chromedp.ByQuery))
	p.shot("burst")
	p.fill("upload", nil)
	at := p.path()
	if !strings.HasPrefix(at, "/many/") {
		t.Fatalf("after the upload at %s:\n%s", at, p.text())
	}
	p.untilShows(at, "[data-testid=mend]")
	p.shot("checked")
	p.must("没有.pdf")
	p.link(at + "/mend")
	p.answer(map[string]string{"r4.file.contract": "合同2.pdf"})
	p.shot("mend")
	p.fill("mend-save", nil)
	p.untilShows(at, "[data-testid=start-all]:not([hidden])")
	p.until(at, "3行")
	p.fill("start-all", nil)
	p.untilShows(at, "[data-testid=results]")
	p.shot("filed")
	one := p.js(`(() => { const a = [...document.querySelectorAll('main a')].find(a => a.pathname.startsWith('/case/')); return a ? a.pathname : '' })()`)
	if one == "" {
		t.Fatalf("no case of a row:\n%s", p.text())
	}
	p.again(one)
}

// again applies once more from a case, keeps the answers as a template, throws the
// draft away and begins from the template.
func (p *person) again(at string) {
	p.c.t.Helper()
	const licensee, name = "/item/ZL14/apply/licensee", `document.querySelector('main [name="licensee.name"]').value`
	p.visit(at)
	p.press("again")
	p.visit(licensee)
	if got := p.js(name); got != "云澜澄芯传感科技有限公司" {
		p.c.t.Fatalf("copied from the case: %q", got)
	}
	p.answer(map[string]string{"licensee.name": "云澜理工大学"})
	p.button("存为模板")
	p.must("已存为模板")
	if got := p.path(); got != licensee {
		p.c.t.Fatalf("the template threw one to %s", got)
	}
	p.shot("template")
	p.visit(at)
	p.must("您有一份填写中的草稿")
	p.visit(licensee)
	p.button("删除草稿")
	p.must("草稿已删除")
	p.js(`(() => { [...document.querySelectorAll('main a')].find(a => a.search === '?template=1').click(); window.leaving = true; return 'ok' })()`)
	p.settle()
	p.visit(licensee)
	if got := p.js(name); got != "云澜理工大学" {
		p.c.t.Fatalf("from the template: %q", got)
	}
	p.button("删除草稿")
}

// button presses the button that says the words.
func (p *person) button(words string) {
	p.c.t.Helper()
	if got := p.js(fmt.Sprintf(`(() => { const b = [...document.querySelectorAll('main button')].find(b => b.innerText === %q); if (!b) return 'no'; window.leaving = true; b.click(); return 'ok' })()`, words)); got != "ok" {
		p.c.t.Fatalf("%s at %s: no button %s\n%s", p.name, p.path(), words, p.text())
	}
	p.settle()
}

// burst writes a sheet of licences, the last of which calls a contract that the
// archive does not hold.
func burst(t *testing.T, numbers []string) (sheet, archive string) {
	t.Helper()
	dir := t.TempDir()
	sheet, archive = filepath.Join(dir, "许可.csv"), filepath.Join(dir, "合同.zip")
	rows := "权利号,您是哪一方,对方名称,对方统一社会信用代码,许可种类,合同生效日期,许可期限自,许可期限至,许可地域,付费方式,使用费总额,提成办法,附件：专利实施许可合同\n"
	f, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	pack := zip.NewWriter(f)
	for i, n := range numbers {
		name := fmt.Sprintf("合同%d.pdf", i)
		w, err := pack.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "%%PDF-1.4\n%d\n%%%%EOF", i)
		if i == len(numbers)-1 {
			name = "没有.pdf"
		}
		rows += fmt.Sprintf("%s,许可方,云澜澄芯传感科技有限公司,91990001MA0QL0001J,普通许可,2026-10-20,2026-10-20,2028-10-31,全国,一次总付,%d0000,,%s\n", n, i+1, name)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sheet, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	return sheet, archive
}
