package api

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/base/errs"
	"quanlian/base/pagecount"
	"quanlian/catalogue/words"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
)

// Paper is one document of a case.
type Paper struct {
	ID     string    `json:"id" doc:"api.field.paper.id"`
	Kind   string    `json:"kind" doc:"api.field.paper.kind"`
	What   string    `json:"kind_name,omitempty" doc:"api.field.paper.kind_name"`
	Name   string    `json:"name" doc:"api.field.paper.name"`
	Number string    `json:"number,omitempty" doc:"api.field.paper.number"`
	SHA256 string    `json:"sha256,omitempty" doc:"api.field.paper.sha256"`
	Bytes  int64     `json:"bytes" doc:"api.field.paper.bytes"`
	Media  string    `json:"media,omitempty" doc:"api.field.paper.media"`
	Ready  bool      `json:"ready" doc:"api.field.paper.ready"`
	Made   time.Time `json:"made" doc:"api.field.paper.made"`
}

func (s *spoken) papers() {
	add(s, op{id: "list_papers", method: http.MethodGet, path: "/cases/{no}/papers", tag: tagCases, token: true, fails: readOne}, s.a.listPapers)
	add(s, op{id: "get_paper", method: http.MethodGet, path: "/papers/{id}", tag: tagCases, token: true, fails: append([]int{http.StatusConflict}, readOne...)}, s.a.getPaper)
	add(s, op{id: "upload", method: http.MethodPost, path: "/uploads", tag: tagCases, token: true, status: http.StatusCreated, fails: append([]int{http.StatusRequestEntityTooLarge}, writing...)}, s.a.upload)
}

func paperOf(v *visitor, p kernel.Paper) Paper {
	x := Paper{ID: p.ID, Kind: p.Kind, Name: p.Name, Number: p.Number, SHA256: p.SHA256, Bytes: p.Bytes, Media: p.Media, Ready: p.SHA256 != "", Made: p.Made}
	if v.L.Has(p.Kind) {
		x.What = words.Paper(v.L, p)
	}
	if x.Name == "" {
		x.Name = x.What
	}
	return x
}

func (a *API) listPapers(ctx context.Context, v *visitor, in *caseIn) (*out[listOf[Paper]], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewDetail)
	if err != nil {
		return nil, err
	}
	list, err := a.Cases.Papers(ctx, c.ID, a.levelOf(v.Actor, c))
	res := listOf[Paper]{Items: []Paper{}}
	for _, p := range list {
		if itemflow.PaperOpen(p, v.Actor, c) {
			res.Items = append(res.Items, paperOf(v, p))
		}
	}
	res.Total = len(res.Items)
	return say(res), err
}

type paperIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.paper.id"`
}

// content is an answer of bytes.
type content struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Length      string `header:"Content-Length"`
	Body        []byte
}

func (a *API) getPaper(ctx context.Context, v *visitor, in *paperIn) (*content, error) {
	p, id, err := a.Cases.Paper(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := a.Cases.Case(ctx, v.Actor, string(id), p.Level)
	if errs.KindOf(err) == errs.NotFound || err == nil && !itemflow.PaperOpen(p, v.Actor, c) {
		err = errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	}
	if err == nil && p.SHA256 == "" {
		err = errs.New(errs.TooEarly, "web.paper.being_drawn", nil)
	}
	if err == nil {
		err = a.Desk.Remember(ctx, v.Actor, desk.ReadPaper, c, p.Name)
	}
	if err != nil {
		return nil, err
	}
	b, err := a.Files.Get(p.SHA256)
	return &content{Type: p.Media, Disposition: "attachment; filename*=UTF-8''" + url.PathEscape(p.Name), Length: strconv.Itoa(len(b)), Body: b}, err
}

type uploadIn struct {
	WithKey
	Name    string `query:"name" required:"true" maxLength:"200" doc:"api.field.paper.name"`
	Kind    string `query:"kind" maxLength:"100" default:"kernel.paper.upload" doc:"api.field.upload.kind"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// upload takes the bytes of a paper that a move will lay into a case.
func (a *API) upload(ctx context.Context, v *visitor, in *uploadIn) (*out[Paper], error) {
	if len(in.RawBody) == 0 {
		return nil, errs.At("body", "web.upload.empty", errs.Args{"file": kernel.FileName(in.Name)})
	}
	media, ok := kernel.MediaOf(in.RawBody, in.Name, kernel.FileKinds())
	if !ok {
		var ends []string
		for _, k := range kernel.FileKinds() {
			ends = append(ends, k.Ends)
		}
		return nil, errs.At("body", "web.upload.other_kind", errs.Args{"file": kernel.FileName(in.Name), "kinds": strings.Join(ends, ",")})
	}
	if !pagecount.Whole(media, in.RawBody) {
		return nil, errs.At("body", "web.upload.cut", errs.Args{"file": kernel.FileName(in.Name)})
	}
	sha, err := a.Files.Put(in.RawBody)
	if err != nil {
		return nil, kernel.OfFile(err, kernel.FileName(in.Name))
	}
	k := a.once(v, "upload/"+in.Name+"/"+in.Kind, in.Key, []byte(sha))
	p := kernel.Paper{ID: k.id, Kind: in.Kind, Name: kernel.NamedAs(kernel.FileName(in.Name), media, kernel.FileKinds()), SHA256: sha, Bytes: int64(len(in.RawBody)), Media: media, Pages: pagecount.Of(media, in.RawBody), Level: kernel.ViewDetail, Made: a.Now()}
	file, err := evidence.HashFile(p.Name, bytes.NewReader(in.RawBody))
	if err != nil {
		return nil, err
	}
	err = a.Desk.Do(ctx, v.Actor, k.key, kernel.PutDocument{Pages: p.Pages, ID: p.ID, Kind: p.Kind, Name: p.Name, SHA256: sha, SM3: file.SM3.String(), Bytes: p.Bytes, Media: p.Media, Level: p.Level, By: v.Actor.User})
	if err != nil {
		return nil, err
	}
	kept, _, err := a.Cases.Paper(ctx, k.id)
	if errs.KindOf(err) == errs.NotFound {
		return nil, k.reused()
	}
	return &out[Paper]{Status: http.StatusCreated, Body: paperOf(v, kept)}, err
}

// bytesInAndOut says which operations carry bytes, and lets an upload be longer
// than other bodies.
func (s *spoken) bytesInAndOut() {
	if o := s.operation("get_paper"); o != nil {
		o.Responses["200"].Content = map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	}
	if o := s.operation("upload"); o != nil {
		o.MaxBodyBytes = mostUpload
	}
	if o := s.operation("compare_statement"); o != nil {
		o.MaxBodyBytes = mostStatement
	}
}

// Unit: bytes. Source: the largest file that a move of the hall takes on its page.
const mostUpload = 50 << 20

// Unit: bytes. Source: our choice; a hundred thousand lines of a statement.
const mostStatement = 16 << 20

// takesBytes reports whether an operation's body is a file.
func takesBytes(path string) bool {
	return path == Prefix+"/uploads" || path == Prefix+"/ledger/statements/compare"
}
