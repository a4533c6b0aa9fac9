-- SPDX-License-Identifier: Apache-2.0
-- For wrk: asks for the addresses of a file (its one argument) in an order of chance; one in four with a day that is
-- hardly asked about twice, so that no kept answer serves it. Half of the requests take gzip, a quarter brotli.
local addresses = {}
local headers = {
	{ ["Accept-Encoding"] = "gzip" }, { ["Accept-Encoding"] = "gzip" },
	{ ["Accept-Encoding"] = "br, gzip" }, { ["Accept-Encoding"] = "identity" },
}

function init(args)
	for line in io.lines(args[1]) do
		addresses[#addresses + 1] = line
	end
	math.randomseed(19)
end

function request()
	local address = addresses[math.random(#addresses)]
	if math.random(4) == 1 and not address:find("on=", 1, true) then
		local day = string.format("%04d-%02d-%02d", math.random(1919, 2025), math.random(12), math.random(28))
		address = address .. (address:find("?", 1, true) and "&" or "?") .. "on=" .. day
	end
	return wrk.format("GET", address, headers[math.random(#headers)])
end
