package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestAskedOfficeFindsTheCase: an office that is asked for an opinion types the number
// of the case it is about, which no list of its own has, and is led to its own.
func TestAskedOfficeFindsTheCase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	withPeople(t, h)
	hash, err := demoHash()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Do(ctx, kernel.SystemActor("seed"), "asked", kernel.PutUser{ID: "u-asked", Login: "asked", Name: "被征求人", Hash: hash}, kernel.PutPost{User: "u-asked", Post: kernel.Post{Unit: "rights-aid", Role: kernel.RoleClerk}}); err != nil {
		t.Fatal(err)
	}
	owner := registry.Owner{Party: "p-chengxin", Name: "云澜澄芯传感科技有限公司", USCC: "91990001MA0QL0001J"}
	if _, _, _, err := h.store.Sink(h.now).Put(ctx, []registry.Record{grantedRecord("202119900555.9", owner)}); err != nil {
		t.Fatal(err)
	}
	it, _ := h.items.Today(ctx).Item("PX02")
	no, err := sentWithoutList(t, h, "u-shen", it)
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.store.Case(ctx, kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(itemflow.AskInput{Unit: "rights-aid", Question: "请核对有无维权记录"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.Act(ctx, kernel.Actor{User: "u-clerk", Name: "经办", Posts: []kernel.Post{{Unit: c.Unit, Role: kernel.RoleClerk}}}, desk.Command{Case: c.ID, Move: "ask_opinion", Key: "ask", Input: in}); err != nil {
		t.Fatal(err)
	}
	c, err = h.store.Case(ctx, kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	d, err := itemflow.DataOf(c)
	if err != nil || len(d.Asked) != 1 {
		t.Fatal(d.Asked, err)
	}
	ask := d.Asked[0].No
	r := newReader(t, served(t, h)).login("asked")
	page := r.get("/inbox?view=all&q="+no, http.StatusOK)
	if !strings.Contains(page, no+"由别的单位办理，只就它征求您单位的意见，您的办件是"+ask) || !strings.Contains(page, `href="/inbox?q=`+ask+`&amp;view=turn"`) || !strings.Contains(page, `href="/case/`+no+`"`) {
		t.Errorf("the number of the main case: %.2500s", mainOf(page))
	}
	if page := r.get("/inbox?view=turn&q="+ask, http.StatusOK); !strings.Contains(page, "/case/"+ask) {
		t.Errorf("its own: %.2500s", mainOf(page))
	}
	if page := r.get("/inbox?lang=en&q="+no, http.StatusOK); !strings.Contains(page, "your case is "+ask) {
		t.Errorf("in English: %.2500s", mainOf(page))
	}
}
