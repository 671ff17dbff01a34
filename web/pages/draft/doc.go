// Package draft keeps what a person is typing (草稿): the form saves itself every
// few seconds and is filled again when the page is opened anew. Files are never
// part of a draft; a draft is its writer's alone.
package draft
