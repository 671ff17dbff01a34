// Package bundles reads the things that are done as one (一件事): files
// catalogue/bundles/<name>.yaml, each with the items that belong to it.
//
// A bundle says which items, why each, which of them only for some applicants
// and which only if wished. How its form is put together stands in kernel/form
// ([form.Join]); its cases are opened one by one and each is decided by its own
// item. Legal basis of doing several things in one go: 国发〔2024〕3号, tagged
// [M] until its text was seen.
package bundles
