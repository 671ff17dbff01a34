package e2e

import (
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
)

// TestOutageMovesALimit: an outage of the day on which a limit ended is declared; the
// public page and every page tell of it, the limit is moved and the case shows from
// when, until when and by which outage; it ends, and pages warn no more.
func TestOutageMovesALimit(t *testing.T) {
	c := sharedCity(t)
	editor, clerk, anybody := c.login("editor"), c.login("desk"), c.visitor("anybody")
	clerk.visit("/inbox?view=pool&unit=rights-aid&what=BH10&lang=zh")
	no := clerk.js(`document.querySelector('tbody input').value`)
	at := "/case/" + no
	clerk.visit(at)
	due := clerk.js(`(document.querySelector('.q-desk').innerText.match(/受理时限[^]*?(\d{4}-\d{2}-\d{2})/) || ['', ''])[1]`)
	if due == "" || due > calendar.DateOf(time.Now()).String() {
		t.Fatalf("%s is to be accepted by %q: no limit that has ended", no, due)
	}
	clerk.shot("late")

	const what = "受理系统打不开，收件办不了"
	editor.visit("/outages/new?lang=zh")
	editor.fill("declare", map[string]string{"what": what, "from": due + "T00:00"})
	editor.must("请选受影响的系统") // said, and what was typed stays
	if got := editor.js(`document.querySelector('[name=what]').value`); got != what {
		t.Fatalf("what was typed is lost: %q", got)
	}
	editor.js(`(() => { for (const b of document.querySelectorAll('input[name=parts]')) b.checked = true; return 'ok' })()`)
	editor.fill("declare", map[string]string{"what": what, "from": due + "T00:00"})
	page := editor.path()
	outage := strings.TrimPrefix(page, "/outages/")
	editor.must(outage, "故障中", what)
	editor.shot("declared")

	anybody.visit("/?lang=zh")
	anybody.must("系统故障", what)
	anybody.until(page, "顺延了")
	anybody.must(outage, "受理期限", "登记经过")
	if strings.Contains(anybody.text(), no) {
		t.Error("the public page names a case")
	}
	anybody.shot("public")

	clerk.until(at, "因系统故障"+outage+"顺延到")
	clerk.must("原" + due)
	clerk.shot("moved")
	clerk.visit("/inbox?view=all&light=late&q=" + no)
	if clerk.count(`tbody input[value="`+no+`"]`) != "0" {
		t.Errorf("%s is late still", no)
	}

	editor.visit(page)
	editor.fill("end", nil)
	editor.must("已恢复")
	anybody.visit("/")
	if strings.Contains(anybody.text(), what) {
		t.Error("pages warn of an outage that is over")
	}
}
