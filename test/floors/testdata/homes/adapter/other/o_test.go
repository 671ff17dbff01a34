package other

import _ "example.com/probe"
