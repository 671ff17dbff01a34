package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
)

// asksAdvice files the question about PCT applications, and gives its number.
func (p *person) asksAdvice() string {
	p.c.t.Helper()
	p.visit("/item/ZL10/apply?lang=zh")
	p.pages(map[string]string{"applicant.address": "望潮区学府路9号", "pct.stage": "none", "pct.language": "zh", "question.text": "实验室想在三个国家申请专利，先做什么？", "question.subject": "PCT申请", "contact.name": "顾念一", "contact.phone": "0990-88001200", "contact.way": "electronic"}, "")
	p.press("send")
	no := p.js(`(document.body.innerText.match(/YL\d{4}-ZL10-\d{5}/) || [''])[0]`)
	if no == "" {
		p.shot("not-sent")
		p.c.t.Fatalf("not sent: %s", p.text())
	}
	return no
}

// TestOfficialChangesALimit: edited, previewed, approved by a second person;
// the page and a new case show the new limit, an old case keeps the old one.
func TestOfficialChangesALimit(t *testing.T) {
	c := sharedCity(t)
	applicant, editor, chief, clerk := c.login("seller"), c.login("editor"), c.login("chief"), c.login("desk")
	old := applicant.asksAdvice()
	editor.visit("/catalogue/item/ZL10/edit?lang=zh")
	period := editor.js(`[...document.querySelectorAll('input[name$=".period"]')].find(e => e.value === '1个工作日').name`)
	editor.answer(map[string]string{period: "7个工作日", "items.0.from": calendar.DateOf(time.Now()).String(), "note": "窗口人手不足，放宽到7个工作日"})
	editor.shot("edited")
	editor.press("save")
	editor.must("7")
	editor.shot("change")
	no := editor.js(`(document.body.innerText.match(/YL\d{4}-SX-\d{5}/) || [''])[0]`)
	editor.visit("/catalogue/change/" + no + "/preview?lang=zh")
	editor.must("7个工作日")
	editor.shot("preview")
	editor.do("/case/"+no, "submit", nil)
	chief.visit("/catalogue?view=review&lang=zh")
	chief.js(`(() => { document.querySelector('input[name=case][value="` + no + `"]').click(); return 'ok' })()`)
	chief.press("approve")
	chief.must("已批准1件")
	chief.shot("approved")
	applicant.until("/item/ZL10?lang=zh", "7个工作日")
	applicant.shot("item")
	fresh := applicant.asksAdvice()
	clerk.visit("/case/" + fresh + "?lang=zh")
	clerk.must("7个工作日")
	clerk.shot("new-case")
	clerk.visit("/case/" + old + "?lang=zh")
	if text := clerk.text(); strings.Contains(text, "7个工作日") || !strings.Contains(text, "1个工作日") {
		t.Fatalf("the old case does not keep its limit: %s", text)
	}
	clerk.shot("old-case")
}

// TestOfficialBeginsAnItem: an item is copied from one that is like it, gets a
// field of its own, is approved, and stands before the public on its first day.
func TestOfficialBeginsAnItem(t *testing.T) {
	c := sharedCity(t)
	editor, chief, visitor := c.login("editor"), c.login("chief"), c.login("seller")
	editor.visit("/catalogue/new?code=ZL14&like=ZL10&lang=zh")
	editor.must("编码ZL14已有事项")
	editor.visit("/catalogue/new?code=patent&lang=zh")
	editor.must("有2处需要改正")
	editor.answer(map[string]string{"code": "zl90", "like": "ZL10"})
	editor.press("begin")
	added := editor.js(`[...document.querySelectorAll('[data-testid=part-fields] select[name$=".step"]')].at(-1).name.replace(".step", "")`)
	page := editor.js(fmt.Sprintf(`document.querySelector('select[name=%q]').options[1].value`, added+".step"))
	editor.answer(map[string]string{"items.0.name_zh": "预约上门讲解", "items.0.name_en": "Book a talk at your place", "items.0.from": calendar.DateOf(time.Now()).String(), "note": "企业要求上门，新设一项",
		added + ".step": page, added + ".label_zh": "听讲人数", added + ".label_en": "How many listen", added + ".kind": "count"})
	editor.press("save")
	editor.must("ZL90", "听讲人数")
	editor.shot("new-item")
	no := editor.js(`(document.body.innerText.match(/YL\d{4}-SX-\d{5}/) || [''])[0]`)
	editor.do("/case/"+no, "submit", nil)
	chief.visit("/catalogue?view=review&lang=zh")
	chief.js(`(() => { document.querySelector('input[name=case][value="` + no + `"]').click(); return 'ok' })()`)
	chief.press("approve")
	chief.must("已批准1件")
	visitor.until("/item/ZL90?lang=zh", "预约上门讲解")
	visitor.shot("new-item-public")
}
