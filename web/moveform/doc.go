// Package moveform draws the form of any move from the type of its input and
// reads it back (通用表单): every move of every flow has a form, with or without a
// page of its own. Labels are <flow>.field.<path>, or web.field.<name>.
package moveform
