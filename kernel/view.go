package kernel

import "quanlian/base/errs"

// View answers queries inside the transaction of an act. A query is a typed
// value of the package whose facts it asks for; adapter/sqlstore answers it.
type View interface {
	// Load answers a query value; its type decides the type of the answer.
	Load(query any) (any, error)
}

// Query is a question whose answer has type T. The method is never called: it
// only binds the question to the type of its answer.
type Query[T any] interface{ Answer(T) }

// Load asks the view and gives the answer with its type.
func Load[T any](v View, q Query[T]) (T, error) {
	var zero T
	a, err := v.Load(q)
	if err != nil {
		return zero, err
	}
	t, ok := a.(T)
	if !ok {
		return zero, errs.New(errs.Internal, "kernel.wrong_answer", nil)
	}
	return t, nil
}

// CaseByID asks for a case; notfound when there is none.
type CaseByID struct{ ID CaseID }

// Answer binds the query to its answer.
func (CaseByID) Answer(Case) {}

// CasesOf asks for the cases of a flow that stand in one of the states and in
// which the subject takes part. What is left empty is any. On PostgreSQL the
// read takes part in serialization, so that two acts cannot both rest on it.
type CasesOf struct {
	Flow    FlowAddr
	States  []State
	Subject string
	About   string // see [Case.About]
	Parent  CaseID
	Title   string // never to find what is about the same thing: titles change
}

// Answer binds the query to its answer.
func (CasesOf) Answer([]Case) {}

// PartyByID asks for a party; notfound when there is none.
type PartyByID struct{ ID PartyID }

// Answer binds the query to its answer.
func (PartyByID) Answer(Party) {}

// PartyByCode asks for the party with an official code; the zero party when
// there is none.
type PartyByCode struct{ Code string }

// Answer binds the query to its answer.
func (PartyByCode) Answer(Party) {}

// ChildrenOf asks for the cases whose parent is the case.
type ChildrenOf struct{ Parent CaseID }

// Answer binds the query to its answer.
func (ChildrenOf) Answer([]Case) {}

// UploadByID asks for a paper that was uploaded and lies in no case yet;
// notfound when there is none.
type UploadByID struct{ ID string }

// Upload is such a paper, with who put it in.
type Upload struct {
	Paper
	By UserID `json:"by"`
}

// Answer binds the query to its answer.
func (UploadByID) Answer(Upload) {}

// PaperByID asks for a paper of a case; notfound when there is none. SHA256 is
// "" until it is drawn.
type PaperByID struct{ ID string }

// Answer binds the query to its answer.
func (PaperByID) Answer(Paper) {}
