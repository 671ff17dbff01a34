// Package itemform draws the form of any declared item and reads it back
// (事项表单): one page a step, fields by kind, repeated rows, conditions.
//
// A condition is judged on the server: a page drawn again after each change
// shows what the answers ask for, with or without JavaScript. It judges no
// answer: that is kernel/form.
package itemform
