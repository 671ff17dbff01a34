// Package browse leads to a service item (找事项): the search in everyday words,
// lists by link, applicant, life event, kind and letters, and the guide that asks
// three questions.
//
// What is searched and how is engine/matching/seek; which items there are says
// the catalogue. Everything stands in the address: a list can be kept and sent.
package browse
