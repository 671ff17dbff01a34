package items

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
)

func file(t *testing.T, d *desk.Desk, a kernel.Actor, i int) desk.Receipt {
	t.Helper()
	raw, err := json.Marshal(librarycard.Apply{Reader: fmt.Sprintf("林%d", i)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Open(context.Background(), a, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: fmt.Sprintf("file/%d", i), Input: raw})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func act(t *testing.T, d *desk.Desk, a kernel.Actor, c kernel.CaseID, move string, i int) {
	t.Helper()
	if _, err := d.Act(context.Background(), a, desk.Command{Case: c, Move: move, Key: fmt.Sprintf("%s/%d", move, i), Input: []byte(`{"reason":"不合条件"}`)}); err != nil {
		t.Fatal(err)
	}
}
