package e2e

import (
	"strings"
	"testing"
)

// TestWindowInChromium: a citizen takes a number at the machine, is called, the
// call screen changes by itself, asks a question, gets a form begun, and rates.
func TestWindowInChromium(t *testing.T) {
	c := startCity(t, "")
	citizen := &person{c: c, name: "citizen", ctx: c.window()}
	screen := &person{c: c, name: "screen", ctx: c.window()}
	clerk := c.login("desk")

	citizen.visit("/book?unit=patent-window&lang=zh")
	citizen.js(`(() => { const r = [...document.querySelectorAll('input[name=slot]')]; r[r.length - 1].checked = true; return 'ok' })()`)
	citizen.fill("book", map[string]string{"name": "林清言", "phone": "13800000001"})
	if at, text := citizen.path(), citizen.text(); !strings.HasPrefix(at, "/booking/") || !strings.Contains(text, "138****0001") || strings.Contains(text, "林清言") {
		t.Fatalf("after booking at %s: %s", at, text)
	}
	citizen.shot("booked")

	citizen.visit("/kiosk/patent-window?lang=zh")
	citizen.fill("try", map[string]string{})
	citizen.fill("take-order", map[string]string{})
	number := citizen.js(`document.querySelector('[data-testid=number]').innerText`)
	slip := citizen.path()
	citizen.shot("slip")

	screen.visit("/screen/patent-window?lang=zh")
	if strings.Contains(screen.text(), number) {
		t.Fatalf("%s is called already", number)
	}
	clerk.visit("/counter")
	clerk.fill("sit-patent-window-3", map[string]string{})
	for range 20 { // whoever of the demo waits before
		clerk.fill("do-next", map[string]string{})
		if clerk.js(`document.querySelector('[data-testid=number]').innerText`) == number {
			break
		}
		clerk.fill("do-absent", map[string]string{})
	}
	screen.settle()
	screen.settle()
	screen.settle()
	for range 20 {
		if strings.Contains(screen.text(), number) {
			break
		}
		screen.settle()
	}
	if got := screen.js(`document.querySelector('[data-testid=now] b').innerText`); got != number {
		t.Fatalf("the screen, left alone, shows %s and not %s", got, number)
	}
	screen.shot("screen")

	clerk.fill("do-begin", map[string]string{})
	clerk.fill("do-card", map[string]string{})
	clerk.fill("do-note", map[string]string{"text": "问年费怎么缴，已告知"})
	clerk.shot("counter")
	clerk.fill("do-file", map[string]string{"item": "ZL01", "kind": "person"})
	if at := clerk.path(); !strings.HasPrefix(at, "/item/ZL01/apply/") {
		t.Fatalf("the form for the citizen: %s\n%s", at, clerk.text())
	}
	clerk.shot("form")
	clerk.visit("/counter")
	clerk.fill("do-finish", map[string]string{})

	citizen.visit(strings.Replace(slip, "/ticket/", "/rate/", 1))
	citizen.fill("grade-dissatisfied", map[string]string{"text": "等得久"})
	if text := citizen.text(); !strings.Contains(text, "谢谢您的评价") || !strings.Contains(text, "不满意") {
		t.Fatalf("after rating: %s", text)
	}
	citizen.shot("rated")
	clerk.visit("/counter/figures")
	if text := clerk.text(); !strings.Contains(text, "1/1") {
		t.Errorf("the day's figures do not know the rating: %s", text)
	}
	clerk.shot("figures")
}
