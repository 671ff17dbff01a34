// Package catalogue is where officials keep the list of items (事项管理): the list
// with its versions and open changes, the form that edits an item, the preview
// as citizens will see it, the workbook that goes out and comes in.
//
// It holds no rule: what an item may say is judged by catalogue/items, who may
// change and approve by chain/service/catalogue.
package catalogue
