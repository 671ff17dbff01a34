package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"quanlian/adapter/paper"
	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/web/pages/track"
	"quanlian/web/pages/verify"
)

// Unit: papers. Source: our choice, so that one pass stays short.
const papersAtOnce = 8

// drawPapers renders what was issued, stores it under its hash and tells the
// case. Doing it twice is safe: the frozen data give the same paper. A paper
// that cannot be drawn holds up no other and is tried again.
func (h *house) drawPapers(ctx context.Context) (bool, error) {
	list, err := h.store.ClaimPapers(ctx, h.worker.name, h.worker.wall, papersAtOnce)
	if err != nil {
		return false, err
	}
	drawn := 0
	var faults []error
	for _, p := range list {
		// On a loaded machine eight papers take longer than a claim lasts.
		mine, err := h.store.KeepPaper(ctx, h.worker.name, h.worker.wall, p.ID)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if !mine {
			continue
		}
		if err := h.drawPaper(ctx, p); err != nil {
			faults = append(faults, fmt.Errorf("paper %s: %w", p.ID, err))
			continue
		}
		drawn++
		// at once: a claim that runs out on a drawn paper says that its drawer died
		faults = append(faults, h.store.PapersDrawn(ctx, []string{p.ID}))
	}
	return drawn == papersAtOnce, errors.Join(faults...)
}

// onPaper is what the code on a paper holds and what stands below it: of a notice
// in the course of a case, where a telephone finds how it stands; of any other,
// where the paper itself is checked. "" for a paper without a code to track its case
// by, or where the address of the pages is not known.
func (h *house) onPaper(p sqlstore.IssuedPaper) (address, text string) {
	var d struct {
		No    string `json:"no"`
		Track string `json:"track"`
	}
	if h.cfg.PublicURL == "" || json.Unmarshal([]byte(p.Data), &d) != nil || d.No == "" || d.Track == "" {
		return "", ""
	}
	zh := lang.For(lang.Zh)
	if p.Kind == "kernel.itemflow.paper.acceptance" || p.Kind == "kernel.itemflow.paper.correction" {
		return h.cfg.PublicURL + track.Path(d.No, d.Track), zh.T("cmd.paper_track")
	}
	return h.cfg.PublicURL + verify.Path(p.ID, d.Track), zh.T("cmd.paper_verify")
}

// english draws the English reading copy of an issued paper from the same data; the
// Chinese paper is the one that counts, and the copy says so on every page.
func (h *house) english(ctx context.Context, id string) ([]byte, error) {
	p, err := h.store.Issued(ctx, id)
	if err != nil {
		return nil, err
	}
	blocks, err := documents.Fill(documents.FS, p.Template, "en", json.RawMessage(p.Data))
	if err != nil {
		return nil, err
	}
	l := lang.For(lang.En)
	return paper.Render(paper.Sheet{Blocks: blocks, Number: p.Number, Foot: l.T("cmd.paper_reading", "print", fingerprint(p.Data)), Mark: l.T("cmd.paper_copy"), Sample: h.cfg.FakeParties})
}

// fingerprint is head and tail of the hash of a paper's data.
func fingerprint(data string) string {
	sum := sha256.Sum256([]byte(data))
	print := hex.EncodeToString(sum[:])
	return print[:16] + "…" + print[48:]
}

func (h *house) drawPaper(ctx context.Context, p sqlstore.IssuedPaper) error {
	blocks, err := documents.Fill(documents.FS, p.Template, "zh", json.RawMessage(p.Data))
	if err != nil {
		return err
	}
	address, under := h.onPaper(p)
	pdf, err := paper.Render(paper.Sheet{Blocks: blocks, Number: p.Number, Check: address, CheckText: under, Foot: "数据指纹 " + fingerprint(p.Data), Sample: h.cfg.FakeParties})
	if err != nil {
		return err
	}
	sha, err := h.files.Put(pdf)
	if err != nil {
		return err
	}
	name := words.Paper(lang.For(lang.Zh), kernel.Paper{Kind: p.Kind, Part: p.Part}) + ".pdf"
	file, err := evidence.HashFile(name, bytes.NewReader(pdf))
	if err != nil {
		return err
	}
	err = h.desk.Do(ctx, kernel.SystemActor("paper"), "paper/"+p.ID, kernel.PutDocument{
		ID: p.ID, Case: kernel.CaseID(p.Case), Kind: p.Kind, Name: name, SHA256: sha, SM3: file.SM3.String(), Bytes: file.Bytes, Media: "application/pdf",
	})
	if err != nil {
		return err
	}
	return h.serveResult(ctx, p)
}
