package hall

import (
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// ScanKind is what the scan of a record's paper, or of the certificate of a technology
// contract, is among the papers of the deal.
const ScanKind = "utilization.hall.paper.scan"

// owned refuses uploads that are not the actor's own.
func (f deliveredFacts) owned(field string, ids []string, by kernel.UserID) *errs.Error {
	if slices.ContainsFunc(ids, func(id string) bool { return f[id].By != by }) {
		return errs.At(field, "kernel.upload_gone", nil)
	}
	return nil
}

// scanned refuses besides what is no scan: the pages look at it before, other
// programs need not.
func (f deliveredFacts) scanned(field string, ids []string, by kernel.UserID) *errs.Error {
	if err := f.owned(field, ids, by); err != nil {
		return err
	}
	for _, id := range ids {
		if err := noScan(field, f[id]); err != nil {
			return err
		}
	}
	return nil
}

func noScan(field string, u kernel.Upload) *errs.Error {
	var ends []string
	for _, k := range kernel.Scans() {
		if k.Media == u.Media {
			ends = nil
			break
		}
		ends = append(ends, k.Ends)
	}
	switch {
	case ends != nil:
		return errs.At(field, "kernel.upload_no_scan", errs.Args{"file": u.Name, "kinds": ends})
	case u.Bytes > kernel.MaxScan:
		return errs.At(field, "kernel.upload_big", errs.Args{"file": u.Name, "mb": kernel.MaxScan >> 20})
	}
	return nil
}

// attach puts uploads among the papers of the deal, for both sides and the office.
func (f deliveredFacts) attach(ids []string, kind string, newID func() string) (files []DeliveredFile, effects []kernel.Effect) {
	for _, id := range ids {
		u := f[id]
		x := DeliveredFile{Paper: newID(), Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes}
		files = append(files, x)
		effects = append(effects, kernel.AttachDocument{ID: x.Paper, Kind: kind, Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Pages: u.Pages, Level: kernel.ViewSecret, For: bothSides})
	}
	return files, effects
}

// withoutPapers is the deal without the files that are the two sides' and the office's.
func (d DealData) withoutPapers() DealData {
	d.Delivered = withoutFiles(d.Delivered)
	if d.Filing != nil {
		x := *d.Filing
		x.Files, d.Filing = nil, &x
	}
	if d.Recognition != nil {
		x := *d.Recognition
		x.Files, d.Recognition = nil, &x
	}
	if d.Record != nil {
		x := *d.Record
		x.Files, d.Record = nil, &x
	}
	return d
}
