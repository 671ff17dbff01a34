// Package draft keeps what a person is typing (草稿): the form saves itself every
// few seconds and is filled again when the page is opened anew. Files are never
// part of a draft; a draft is its writer's alone, until it is given to a colleague
// (交给同事) or taken over from who left (接手): ADR 26.
package draft
