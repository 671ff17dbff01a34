package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// TestSheetInChromium: a university takes the template, fills it in, sees what
// is wrong at which row, and lists the good one; the clerk finds it in review.
func TestSheetInChromium(t *testing.T) {
	c := sharedCity(t)
	seller := c.login("seller")
	seller.visit("/patents?q=茶青摊晾水分")
	good := seller.js(`[...document.querySelectorAll('a')].map(a => a.pathname).find(p => p.startsWith('/patent/')).slice(8)`)
	seller.visit("/patents?q=电池包的浸没冷却")
	foreign := seller.js(`[...document.querySelectorAll('a')].map(a => a.pathname).find(p => p.startsWith('/patent/')).slice(8)`)
	seller.visit("/hall/sheet")
	seller.shot("sheet")
	file := filepath.Join(t.TempDir(), "云澜大学挂牌.xlsx")
	fillTemplate(t, c, file, [][]any{{good, "许可", "普通许可", "12"}, {foreign, "转让", "", "30"}, {"123", "转让", "", "5"}})
	seller.run(chromedp.SetUploadFiles("#f-sheet-file", []string{file}))
	seller.fill("upload", map[string]string{})
	page := seller.path()
	if !strings.HasPrefix(page, "/hall/sheet/YL") {
		t.Fatalf("after the upload at %s: %s", page, seller.text())
	}
	seller.until(page, "核查完成：1行可以挂牌，2行要改")
	seller.shot("checked")
	if text := seller.text(); !strings.Contains(text, "登记簿") || !strings.Contains(text, "还没有挂出任何一件") {
		t.Fatalf("the page does not say why, or that nothing is listed yet: %s", text)
	}
	if href := seller.js(`document.querySelector('[data-testid=faults]').pathname`); href != page+"/faults" {
		t.Fatalf("the way to the rows to mend: %s", href)
	}
	seller.fill("start-all", map[string]string{})
	seller.until(page, "已提交挂牌1件")
	seller.shot("listed")
	listing := seller.js(`[...document.querySelectorAll('a')].map(a => a.pathname).find(p => p.startsWith('/hall/listing/'))`)
	clerk := c.login("clerk")
	clerk.do(listing, "approve", map[string]string{})
	clerk.until(listing, "挂牌中")
	clerk.until(listing, "分数从哪里来") // evaluated soon after listing
	clerk.shot("listing")
}

// fillTemplate takes the template as the browser does and writes rows into it.
func fillTemplate(t *testing.T, c *city, file string, rows [][]any) {
	t.Helper()
	body := c.get("/hall/sheet/template")
	book, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if err := book.SetSheetRow(book.GetSheetName(0), fmt.Sprintf("A%d", i+3), &r); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
}
